using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>The action model on states that training did not see, against the accurate integrator.</summary>
internal static class Generalization
{
    /// <summary>Evaluates one family of states.</summary>
    /// <param name="name">What they are, for the table.</param>
    /// <param name="data">The trajectories; frames must be one model step apart.</param>
    /// <param name="model">The generating function.</param>
    /// <param name="corrector">How steps are solved.</param>
    /// <param name="steps">Length of each simulation, in steps.</param>
    /// <param name="token">Cancels.</param>
    public static GeneralizationFigures Evaluate(
        string name, ThreeBodyDatasetOptions data, IActionModel model, CorrectorOptions corrector, int steps, CancellationToken token)
    {
        List<(Frame, Frame)> pairs = [];
        List<Frame> starts = [];
        Frame? previous = null;
        foreach (Frame frame in ThreeBodyDataset.Generate(data, null, token))
        {
            if (previous?.TrajectoryId == frame.TrajectoryId)
            {
                pairs.Add((previous, frame));
            }
            else
            {
                starts.Add(frame);
            }

            previous = frame;
        }

        var options = new SymplecticStepperOptions { Corrector = corrector, Policy = UnconvergedPolicy.KeepAndCount };
        PairErrorFigures errors = PairErrors.ExecutedStep(model, options, PairErrors.Thin(pairs, 400), TemperatureGroups.None, token);
        List<double> energyErrors = [];
        int survived = 0;
        long unconverged = 0;
        foreach (Frame start in starts)
        {
            var stepper = new SymplecticStepper(start.System, model, new AllPairs(start.System.Count, start.System.Dimension), options);
            var potential = new GravityPotential(start.System.Dimension, start.System.Masses, data.Softening);
            (IntegratorFigures figures, _) = ComparedRun.Execute(
                "action", name, stepper, start.State, steps, potential, null, 1, certifier: null, new SilentBoard(), token);
            energyErrors.Add(figures.MaxRelativeEnergyError);
            unconverged += figures.UnconvergedSteps;
            survived += figures.SurvivedTime >= steps * stepper.TimeStep.Value * (1 - 1e-9) ? 1 : 0;
        }

        energyErrors.Sort();
        return new GeneralizationFigures(
            name,
            starts.Count,
            errors.RmseDeltaPositions,
            errors.RmseDeltaMomenta,
            energyErrors[energyErrors.Count / 2],
            survived,
            steps * model.Manifest.TimeStep.DisplayValue,
            unconverged + errors.Unconverged);
    }
}
