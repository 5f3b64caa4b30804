namespace ActionML.Reference;

/// <summary>
/// The numbers of the bond-order potential for Ge–Te by F. Zipoli and A. Curioni, New J. Phys. 15, 123006 (2013), as
/// in the public implementation dquigley533/PyGeTe (commit ae61261, src/energy.f90, CC0-1.0): it corrects two
/// misprints of the article. eV, Å, rad. Kinds are indices: 0 = Ge, 1 = Te; pairs are their sums.
/// </summary>
internal static class GeTeParameters
{
    /// <summary>Longest pair cutoff S, in Å.</summary>
    public const double Cutoff = 4.44433;

    /// <summary>Zcut: beyond, the second term of the coordination energy is constant.</summary>
    public const double LargestExcess = 3.0;

    // Pairs: Ge–Ge, Ge–Te, Te–Te.
    public static readonly double[] A = [6216.387, 5368.015, 4237.566];
    public static readonly double[] B = [417.086, 900.597, 1001.053];
    public static readonly double[] Lambda = [3.37634, 2.84763, 2.58006];
    public static readonly double[] Mu = [2.11859, 2.03009, 1.91781];
    public static readonly double[] R = [2.83633, 2.74930, 2.66494];
    public static readonly double[] S = [3.78306, Cutoff, 4.08355];

    // Atoms: Ge, Te.
    public static readonly double[] Theta0 = [-0.9, -0.9];
    public static readonly double[] Beta = [6.4361e-7, 0.34202];
    public static readonly double[] N = [1.20657, 0.91154];
    public static readonly double[] C = [1.0832e6, 1.2028e3];
    public static readonly double[] C1 = [0.01877, 0.10449];
    public static readonly double[] C2 = [0.09932, 0.22749];
    public static readonly double[] Z0 = [4.41569, 3.45086];

    // Triplets: [center][sum of the two others' kinds].
    public static readonly double[][] D = [[25.61910, 28.18170, 28.07053], [27.86151, 27.88612, 35.75317]];
    public static readonly double[][] H = [[-0.44982, -0.35175, -0.34448], [-0.33105, -0.37131, -0.46333]];

    // Made of the numbers above: S², 1/(S − R), d², c²/d².
    public static readonly double[] CutoffSquare = [.. S.Select(s => s * s)];
    public static readonly double[] InverseWidth = [.. S.Zip(R, (s, r) => 1 / (s - r))];
    public static readonly double[][] DSquare = [.. D.Select(row => row.Select(d => d * d).ToArray())];
    public static readonly double[][] CSquareOverDSquare = [.. D.Zip(C, (row, c) => row.Select(d => c / d * (c / d)).ToArray())];
}
