using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Runs one integrator of a comparison from its start to its end, or to where no further step can be made.</summary>
internal static class ComparedRun
{
    /// <summary>Runs it.</summary>
    /// <param name="key">The integrator's key in the summary.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="stepper">The stepper.</param>
    /// <param name="start">The initial state; unchanged.</param>
    /// <param name="steps">Steps to make.</param>
    /// <param name="potential">The potential whose energy is followed.</param>
    /// <param name="output">The trajectory to write; null for none.</param>
    /// <param name="every">Steps between written frames.</param>
    /// <param name="certifier">Certifies it; null for none.</param>
    /// <param name="stage">Shows the progress.</param>
    /// <param name="token">Cancels.</param>
    public static (IntegratorFigures Figures, IntegratorSeries Series) Execute(
        string key,
        string name,
        IStepper stepper,
        PhasePoint start,
        long steps,
        IPotential potential,
        string? output,
        long every,
        Certifier? certifier,
        IProgressStage stage,
        CancellationToken token)
    {
        double step = stepper.TimeStep.Value;
        var recorder = new RunRecorder(stepper.System, potential, steps, step);
        PhasePoint state = start.Clone();
        recorder.Start(state);
        certifier?.Start(state);
        using ExtendedXyzWriter? writer = output is null ? null : new ExtendedXyzWriter(output);
        writer?.Write(new Frame(key, 0, 0, stepper.System, state));
        bool isImplicit = false;
        var watch = new Stopwatch();
        for (long i = 1; i <= steps; i++)
        {
            token.ThrowIfCancellationRequested();

            // Only the steps are timed, not what is recorded about them.
            watch.Start();
            StepReport report = stepper.TryStep(state);
            watch.Stop();
            double time = i * step;
            if (report.Outcome == StepOutcome.Rejected)
            {
                recorder.End(time - step);
                break;
            }

            isImplicit |= report.Correction is not null;
            recorder.Observe(i, time, state, report);
            certifier?.Observe(state, report);
            if (writer is not null && i % every == 0)
            {
                writer.Write(new Frame(key, i, time, stepper.System, state));
            }

            if (i % 64 == 0)
            {
                double fraction = (double)i / steps;
                stage.Report(
                    fraction, $"energy error {ProgressText.Short(recorder.LargestEnergyError)}", watch.Elapsed * ((1 - fraction) / fraction));
            }
        }

        writer?.Commit();
        IntegratorFigures figures = recorder.Figures(name, stepper.TimeStep.DisplayValue, watch.Elapsed.TotalSeconds) with
        {
            Certificate = certifier is null ? null : CertificateFigures.From(certifier, watch.Elapsed.TotalSeconds),
        };
        stage.Done(figures.SurvivedTime < steps * step
            ? $"lost at t = {ProgressText.Short(figures.SurvivedTime)}"
            : $"energy error {ProgressText.Short(figures.MaxRelativeEnergyError)}");
        return (figures, recorder.Series(key, isImplicit));
    }
}
