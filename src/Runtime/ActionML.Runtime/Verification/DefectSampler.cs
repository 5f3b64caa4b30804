namespace ActionML.Runtime;

/// <summary>
/// The symplectic defect of executed steps of systems of any size, from a few random directions:
/// d = √(Σᵢⱼ Dᵢⱼ²/2ND) with D = MᵀJM − J and M the Jacobian of the step in the units of <see cref="StateScale"/>.
/// </summary>
/// <remarks>
/// <para>
/// <b>Estimate.</b> For independent directions a and b, uniform on the unit sphere of 2ND dimensions, E(aᵀDb)² = ΣDᵢⱼ²/(2ND)²,
/// and aᵀDb = (Ma)ᵀJ(Mb) − aᵀJb needs no M but its products with the directions: four steps each instead of 8ND for M. d is
/// the root mean square over the pairs of directions, times √(2ND). It does not depend on N, as the corrector's residual
/// does not. M is taken of steps, never of a Hessian of S: the Cayley transform of any symmetric matrix is symplectic, and
/// that check could not fail.
/// </para>
/// <para>
/// <b>Bound.</b> A step solved to the tolerance τ is x' = F(x) + e(x), F symplectic, and to first order
/// D = FᵀJE + EᵀJF with the Jacobian E of e. The residual is in units of ratio h, as the state's scale, so e is about τ. It changes
/// by as much when the state moves by the length on which S bends, a fraction of hσ_p/√m: E is a few τ, d below 10 τ. Measured:
/// 0.001 to 0.2 τ for the shipped models from guesses of free flight and extrapolation, τ from 1e-10 to 1e-3. A direct
/// model's guess is closer, but its error bends on shorter lengths: 0.2 τ in GeTe, but up to 13 to 64 τ in 30 states of
/// the three-body model at τ from 1e-7 to 1e-10, above the certificate's limit.
/// </para>
/// <para>
/// <b>Floor.</b> Ma = (8(f₁ − f₋₁) − (f₂ − f₋₂))/12ε from steps displaced by −2ε to 2ε, all with the evaluations that the base
/// needs, so that the map is smooth. Rounding η of a component costs √130/12 η/ε. The fourth difference δ⁴ of the same
/// five steps holds √70 η of it, and ε⁴f⁗ of the map: 0.114 |δ⁴|/ε is the error by rounding, and above that by truncation,
/// ε⁴f⁽⁵⁾/30, while εf⁽⁵⁾ is below 3.4 f⁗. The errors of Ma and Mb enter d as √(|δMa|²|Mb|² + |Ma|²|δMb|²).
/// </para>
/// <para>
/// <b>Displacement.</b> Both parts of δ⁴ are alike at ε = η^¼ where f⁗ is about 1. η is measured at the first state, by a
/// displacement too small for f⁗, so that nobody need say what precision a model computes in: 2e-15 for three bodies and 7e-15 for
/// 216 atoms in double, 3.4e-7 in float; floors 1e-11, 4e-11 and 2e-5. Where the map bends more, ε is less.
/// </para>
/// </remarks>
public sealed class DefectSampler
{
    private const double RoundingDisplacement = 1.0 / 65536;
    private const double LeastRounding = 1e-16;
    private const double ErrorOfDifference = 0.1135; // √130/12/√70
    private const double Bent = 8; // δ⁴ is this much larger than by rounding: shorten ε

    private readonly IStepper _stepper;
    private readonly double[][] _directions;
    private readonly double[][] _images;
    private readonly double[] _errors; // of each image, its length
    private readonly PhasePoint _point;
    private readonly double[] _minus2, _minus1, _base, _plus1, _plus2; // ends of the displaced steps, less the state
    private StateScale _scale;
    private int _evaluations;
    private bool _listChanged;

    /// <summary>Draws directions.</summary>
    /// <param name="stepper">The stepper; its history is forgotten at every measurement.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <param name="directions">Number of directions, at least 2; each costs four steps.</param>
    public DefectSampler(IStepper stepper, ulong seed, int directions = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 2);
        _stepper = stepper;
        int size = 2 * stepper.System.Coordinates;
        var random = new DeterministicRandom(seed);
        _directions = new double[directions][];
        _images = new double[directions][];
        _errors = new double[directions];
        for (int i = 0; i < directions; i++)
        {
            _directions[i] = new double[size];
            _images[i] = new double[size];
            PhaseVector.Draw(random, _directions[i]);
        }

        _point = new PhasePoint(stepper.System.Count, stepper.System.Dimension);
        _minus2 = new double[size];
        _minus1 = new double[size];
        _base = new double[size];
        _plus1 = new double[size];
        _plus2 = new double[size];
    }

    /// <summary>Displacement ε of a component, in units of the state's scale: that of the last measurement; 0 before the first.</summary>
    public double Displacement { get; private set; }

    /// <summary>η√(2ND)·√70, the length of δ⁴ by rounding alone; 0 until measured. Part of a certifier's checkpoint.</summary>
    internal double Rounding { get; set; }

    /// <summary>The defect of the step from a state, and its floor.</summary>
    /// <param name="state">Where; unchanged.</param>
    /// <exception cref="ConvergenceException">The step from this state does not converge.</exception>
    public MeasuredError At(PhasePoint state)
    {
        MeasuredError error = Measure(state);

        // A neighbor list exchanged between two of the steps, with its second solve, is a kink; now it lies around this state.
        return _listChanged ? Measure(state) : error;
    }

    private MeasuredError Measure(PhasePoint state)
    {
        _listChanged = false;
        _scale = StateScale.Of(_stepper.System, state, _stepper.TimeStep);
        _evaluations = _stepper is SymplecticStepper implicitly ? StepVerification.EvaluationsAt(implicitly, state) : 0;
        Step(state, _directions[0], 0, _base);
        double root = Math.Sqrt(_base.Length);
        if (Rounding == 0)
        {
            Rounding = Math.Max(Difference(state, 0, RoundingDisplacement * root), LeastRounding * Math.Sqrt(70) * root);
        }

        Displacement = Math.Pow(Rounding / (Math.Sqrt(70) * root), 0.25);
        double bend = Difference(state, 0, Displacement * root) / Rounding;
        if (bend > Bent)
        {
            Displacement *= Math.Pow(bend, -0.25);
            Difference(state, 0, Displacement * root);
        }

        for (int i = 1; i < _directions.Length; i++)
        {
            Difference(state, i, Displacement * root);
        }

        return Combine(root);
    }

    private MeasuredError Combine(double root)
    {
        double value = 0;
        double floor = 0;
        int pairs = 0;
        for (int a = 0; a < _directions.Length; a++)
        {
            for (int b = 0; b < a; b++, pairs++)
            {
                double defect = root * (PhaseVector.Area(_images[a], _images[b]) - PhaseVector.Area(_directions[a], _directions[b]));
                double errorA = _errors[a] * PhaseVector.Length(_images[b]);
                double errorB = _errors[b] * PhaseVector.Length(_images[a]);
                value += defect * defect;
                floor += (errorA * errorA) + (errorB * errorB);
            }
        }

        return double.IsFinite(value)
            ? new MeasuredError(Math.Sqrt(value / pairs), Math.Sqrt(floor / pairs))
            : new MeasuredError(double.PositiveInfinity, 0);
    }

    // Writes the image of a direction and its error; returns |δ⁴|.
    private double Difference(PhasePoint state, int direction, double displacement)
    {
        double[] u = _directions[direction];
        Step(state, u, -2 * displacement, _minus2);
        Step(state, u, -displacement, _minus1);
        Step(state, u, displacement, _plus1);
        Step(state, u, 2 * displacement, _plus2);
        double[] image = _images[direction];
        double square = 0;
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = ((8 * (_plus1[i] - _minus1[i])) - (_plus2[i] - _minus2[i])) / (12 * displacement);
            double fourth = _plus2[i] + _minus2[i] - (4 * (_plus1[i] + _minus1[i])) + (6 * _base[i]);
            square += fourth * fourth;
        }

        double length = Math.Sqrt(square);
        _errors[direction] = ErrorOfDifference * length / displacement;
        return length;
    }

    private void Step(PhasePoint state, double[] direction, double displacement, double[] end)
    {
        state.CopyTo(_point);
        PhaseVector.Displace(_stepper.System, _scale, _point, direction, displacement);
        if (_stepper is SymplecticStepper implicitly)
        {
            _listChanged |= implicitly.StepAlone(_point, _evaluations).Evaluations != _evaluations;
        }
        else
        {
            _stepper.ResetHistory();
            _stepper.Step(_point);
        }

        PhaseVector.Difference(_stepper.System, _scale, _point, state, end);
    }
}
