using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Runs one case and measures everything that the comparison needs, about as often for every integrator.</summary>
internal static class GeTeRun
{
    /// <summary>The time at which displacements are compared, in ps.</summary>
    public const double DisplacementPicoseconds = 10;

    /// <summary>Width of the bins of radial distributions, in Å; they reach to half the cell.</summary>
    public const double BinWidth = 0.05;

    // Temperature and energy are sampled about this often, in fs, at whole steps; structure every few of these.
    private const double SampleFemtoseconds = 24;
    private const int StructureInterval = 10;
    private const double HoldPicoseconds = 10; // at the end of a quench
    private const double FrictionPicoseconds = 1;
    private const double QuenchEnd = 300;
    private const double BondLength = 3.2; // first minimum of g(r) of Ge–Te in the glass

    /// <summary>Runs it.</summary>
    /// <param name="run">The case.</param>
    /// <param name="start">Its initial state, unchanged.</param>
    /// <param name="stepper">Its integrator, without a thermostat.</param>
    /// <param name="token">Cancels.</param>
    public static GeTeRecord Execute(GeTeCase run, Frame start, IStepper stepper, CancellationToken token)
    {
        ParticleSystem system = start.System;
        var cell = new Cell(start.Cell!);
        if (run.IsQuench)
        {
            stepper = new LangevinStepper(stepper, new ThermostatOptions
            {
                Temperature = TemperatureRamp.Linear(
                    Temperature.FromKelvin(run.Kelvin), Temperature.FromKelvin(QuenchEnd), TimeStep.FromFemtoseconds(1000 * run.Picoseconds)),
                RelaxationTime = TimeStep.FromFemtoseconds(1000 * FrictionPicoseconds),
                CenterOfMass = CenterOfMassMotion.Removed,
            })
            {
                Random = new DeterministicRandom((ulong)run.Start),
            };
        }

        double step = stepper.TimeStep.DisplayValue;
        int perSample = Math.Max(1, (int)Math.Round(SampleFemtoseconds / step));
        double total = 1000 * (run.Picoseconds + (run.IsQuench ? HoldPicoseconds : 0));
        long samples = (long)Math.Floor(total / (perSample * step));
        long firstSample = run.IsQuench ? (long)Math.Ceiling(1000 * run.Picoseconds / (perSample * step)) : 0;
        var measured = new GeTeMeasurement(system, cell, TimeStep.FromFemtoseconds(perSample * step * StructureInterval), BondLength);
        PhasePoint state = start.State.Clone();
        var watch = new Stopwatch();
        string? lost = null;
        long made = 0;
        long evaluations = 0;
        long unconverged = 0;
        long sample = 0;
        for (; lost is null; sample++)
        {
            token.ThrowIfCancellationRequested();
            if (sample >= firstSample)
            {
                lost = measured.Energy(sample * perSample * step, state);
                if (lost is null && sample % StructureInterval == 0)
                {
                    measured.Structure(state, secondHalf: sample - firstSample >= (samples - firstSample) / 2);
                }
            }

            if (sample == samples)
            {
                break;
            }

            for (int i = 0; i < perSample && lost is null; i++)
            {
                watch.Start();
                StepReport report = Try(stepper, state, ref lost);
                watch.Stop();
                evaluations += report.Evaluations;
                made++;
                unconverged += report.IsConverged ? 0 : 1;
                lost ??= report.Outcome == StepOutcome.Rejected ? report.Reason : null;
            }
        }

        return measured.Record(run) with
        {
            StepFemtoseconds = step,
            SurvivedPicoseconds = 1e-3 * sample * perSample * step,
            LostBecause = lost,
            MeanEvaluations = made == 0 ? 0 : (double)evaluations / made,
            UnconvergedSteps = unconverged,
            StepSeconds = watch.Elapsed.TotalSeconds,
        };
    }

    // A run that blew up ends with atoms on top of each other, which is a result here and not an error.
    private static StepReport Try(IStepper stepper, PhasePoint state, ref string? lost)
    {
        try
        {
            return stepper.TryStep(state);
        }
        catch (DataException e)
        {
            lost = e.Message;
            return new StepReport(StepOutcome.Rejected, 0, null, e.Message);
        }
    }
}
