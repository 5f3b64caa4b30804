using System.Globalization;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// The energy that each step of a learned action gives to the reference's, to first order in what is wrong with S: with e = Δ(x̄) − Δ at the true
/// midpoint, δH = ½(∇H(x₀) + ∇H(x₁))·e. No step is solved.
/// </summary>
internal static class EnergyKicks
{
    public static int Print(string models, string output, string[] trajectories)
    {
        using OnnxActionModel model = OnnxActionModel.Load(Path.Combine(models, "action.onnx"));
        using var writer = new StreamWriter(output);
        foreach (string file in trajectories)
        {
            PhasePoint? before = null;
            double[]? forcesBefore = null;
            GeTePotential? potential = null;
            INeighborSource? neighbors = null;
            foreach (Frame frame in TrajectoryFile.Read(file, new TrajectoryReadOptions()))
            {
                int n = frame.System.Coordinates;
                if (potential is null)
                {
                    potential = new GeTePotential(new Cell(frame.Cell!), frame.System.Kinds);
                    model.Bind(frame.System);
                    neighbors = new PeriodicNeighbors(new Cell(frame.Cell!), frame.System.Count, model.Manifest.Cutoff!.Value, PeriodicNeighbors.ModelSkin);
                }

                var forces = new double[n];
                potential.Evaluate(frame.State.Positions, forces);
                if (before is not null)
                {
                    PhasePoint now = frame.State;
                    var middle = new double[n];
                    var momenta = new double[n];
                    var dq = new double[n];
                    var dp = new double[n];
                    for (int i = 0; i < n; i++)
                    {
                        middle[i] = 0.5 * (before.Positions[i] + now.Positions[i]);
                        momenta[i] = 0.5 * (before.Momenta[i] + now.Momenta[i]);
                    }

                    NeighborList list = neighbors!.Update(middle);
                    for (int i = 0; i < n; i++)
                    {
                        middle[i] -= list.Reference[i];
                    }

                    model.Evaluate(list, middle, momenta, dq, dp);
                    double kick = 0;
                    double largest = 0;
                    int atom = 0;
                    double square = 0;
                    for (int i = 0; i < n; i++)
                    {
                        double share = (momenta[i] / frame.System.Masses[i / 3] * (dp[i] - (now.Momenta[i] - before.Momenta[i])))
                            - (0.5 * (forces[i] + forcesBefore![i]) * (dq[i] - (now.Positions[i] - before.Positions[i])));
                        kick += share;
                        square += share * share;
                        if (Math.Abs(share) > Math.Abs(largest))
                        {
                            (largest, atom) = (share, i / 3);
                        }
                    }

                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)} {kick:E6} {Math.Sqrt(square):E4} {largest:E4} {atom}"));
                }

                (before, forcesBefore) = (frame.State.Clone(), forces);
            }
        }

        return 0;
    }
}
