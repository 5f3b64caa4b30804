using System.CommandLine;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary><c>actionml run</c>: a simulation.</summary>
internal static class RunCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var corrector = new CorrectorOptions();
        var stepper = new SymplecticStepperOptions();
        var model = new Argument<string?>("model")
        {
            Description = "A model directory, or an .onnx file in one. Not needed for --integrator verlet.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> start = CliOption.Text("--start", "state.xyz", "Extended XYZ or LAMMPS dump whose frame is the initial state; or the word figure-eight.", required: true);
        Option<long?> frame = CliOption.OptionalInteger("--frame", "Which frame of --start, from 0; -1 is the last. Default: 0.");
        Option<string> integrator = CliOption.Choice("--integrator", "How to step.", "action", "action", "direct", "verlet");
        Option<TimeText?> step = TimeOption.Time("--step", "The step: for a model its own (anything else is refused), for verlet any. A bare number is in fs, or dimensionless.");
        Option<long?> steps = CliOption.OptionalInteger("--steps", "How many steps to make.");
        Option<TimeText?> duration = TimeOption.Time("--duration", "How long to simulate, instead of --steps; rounded down to whole steps.");
        Option<string> thermostat = CliOption.Choice("--thermostat", "What keeps the temperature. langevin: friction and noise; csvr: scales all momenta by one random number.", "none", "none", "langevin", "csvr");
        Option<double?> temperature = CliOption.OptionalNumber("--temperature", "Temperature of the thermostat and of drawn momenta, in K; k_B T in dimensionless systems.");
        Option<TimeText?> relaxation = TimeOption.Time("--relaxation", "Time in which the thermostat makes the system forget. Default: 1ps; none in dimensionless systems.");
        Option<RampText?> ramp = TimeOption.Ramp("--ramp", "Temperature of the thermostat that goes linearly from one to another in a time, and stays there.");
        Option<bool> draw = CliOption.Switch("--draw-momenta", "Draw the initial momenta, whether the frame has some or none, at --temperature or the start of --ramp; their sum is zero.");
        Option<long?> seed = CliOption.OptionalInteger("--seed", "Seed of thermostat and drawn momenta. Default: 0.");
        Option<double> skin = CliOption.Number("--skin", "What neighbor lists of periodic systems reach beyond the model's cutoff, in Å. Changes the speed only, up to rounding.", PeriodicNeighbors.ModelSkin);
        Option<double> bond = CliOption.Number("--bond-length", "Distance up to which atoms count as neighbors in coordination numbers and angles, in Å: the first minimum of g(r).", AtomRecorder.DefaultBondLength);
        Option<double?> tolerance = CliOption.OptionalNumber(
            "--tolerance", "Residual at which a step counts as solved. Symplecticity and reversibility hold in proportion to it. Default: 1e-8 for a model in double precision, 1e-5 in single, whose rounding begins near 1e-6.");
        Option<int> evaluations = CliOption.Integer("--max-evaluations", "Evaluations after which a solve gives up.", corrector.MaxEvaluations);
        Option<int> depth = CliOption.Integer("--depth", "Anderson mixing looks back so many iterates; 0 is plain iteration.", corrector.Depth);
        Option<double> mixing = CliOption.Number("--mixing", "Share of the residual added to each iterate; 0.5 for stiff systems.", corrector.Mixing);
        Option<string> precondition = CliOption.Choice(
            "--precondition", "Whether mixing uses the springs between pairs that a model with a cutoff carries: fewer evaluations to the same solution.", "auto", "auto", "none");
        Option<string> solver = CliOption.Choice(
            "--solver", "How steps are solved. The Newton methods need 'export --hessian'. auto: warm start, depth and mixing are picked by some fifty trial steps.", "mixing",
            "mixing", "mixing-then-newton", "newton", "auto");
        Option<string> place = CliOption.Choice(
            "--corrector-on", "Where steps are solved: with unknowns and mixing in the host's memory, or where the model runs. auto: the host where that is the CPU.", "auto",
            "auto", "host", "device");
        Option<string> warm = CliOption.Choice(
            "--warm-start", "First guess of each solve. auto: the direct model where the directory has one; extrapolation otherwise.", "auto",
            "auto", "none", "previous-delta", "extrapolation", "direct");
        Option<string> policy = CliOption.Choice("--policy", "What happens to a step that does not converge.", "throw", "throw", "keep-and-count", "fall-back");
        Option<int> substeps = CliOption.Integer("--fall-back-substeps", "Velocity-Verlet substeps that replace a step under fall-back.", stepper.FallBackSubsteps);
        Option<string> potential = CliOption.Choice("--potential", "Energy (and forces of verlet and fall-back). auto: gravity for isolated dimensionless systems, gete for Ge and Te in a cell.", "auto", "auto", "gravity", "gete", "none");
        Option<double> softening = CliOption.Number("--softening", "Softening length of the gravity.", 0);
        Option<double> constant = CliOption.Number("--gravitational-constant", "G of the gravity.", 1);
        Option<string> precision = CliOption.Choice("--precision", "Which file of the model directory. auto: double where there is one.", "auto", "auto", "single", "double");
        Option<ExecutionTarget> device = CliOption.Device("Where the models run.");
        Option<string> memory = CliOption.Choice("--out-of-memory", "What happens when a device has not enough memory for replicas. halve: half as many at one time, with the same results.", "halve", "halve", "stop");
        Option<string?> output = CliOption.Text("--out", "traj.xyz", "Extended XYZ to write; it appears whole or not at all.");
        Option<int> every = CliOption.Integer("--every", "Steps between written frames.", 1);
        Option<string?> checkpoint = CliOption.Text("--checkpoint", "run.ckpt", "Exact checkpoint to write now and then.");
        Option<int> checkpointEvery = CliOption.Integer("--checkpoint-every", "Steps between checkpoints.", 1000);
        Option<bool> restart = CliOption.Switch("--restart", "Go on from --checkpoint; the result equals that of a run that was never interrupted, bit for bit.");
        Option<string?> report = CliOption.Text("--report-dir", "directory", "Add this run to the summary, series and report of a directory.");
        Option<string?> label = CliOption.Text("--label", "name", "What to call this run in the report. Default: the integrator and its step.");
        Option<long?> replicas = CliOption.OptionalInteger("--replicas", "Run so many independent copies; replica k, from 0, is the single run with --seed plus k. --out and --checkpoint then name folders.");
        Option<TemperaturesText?> temperatures = TimeOption.Temperatures("--temperatures", "Temperatures of the replicas in K: START:END evenly spaced, or a list that is gone through in turn.");
        Option<long?> threads = CliOption.OptionalInteger("--threads", "Threads that make the steps of replicas. Changes the speed only. Default: one per core.");
        Option<long?> group = CliOption.OptionalInteger("--group", "Replicas whose evaluations are made as one, of their disjoint graph; 1 for each by itself, as in a single run bit for bit. Default: all on a GPU, all of a thread in systems of up to 32 particles, else 1.");
        Option<bool> certify = CliOption.Switch("--certify", "Certify the steps: residuals, symplectic defect, reversal, momenta and their limits. Exit with 5 when one is exceeded.");
        var reading = new ReadingOptions();
        var command = new CliCommand("run", "Simulates with a model, or with velocity Verlet to compare.")
        {
            Arguments = { model },
            Options =
            {
                start, frame, integrator, step, steps, duration, thermostat, temperature, relaxation, ramp, draw, seed, skin, bond, tolerance, evaluations, depth, mixing, precondition, warm, solver, place, policy, substeps,
                potential, softening, constant, precision, device, memory, output, every, checkpoint, checkpointEvery, restart, report, label, replicas, temperatures, threads, group, certify,
            },
            Examples =
            [
                ("actionml run model/ --start figure-eight --duration 632 --out action.xyz", "100 periods of the figure eight with the action model"),
                ("actionml run --integrator verlet --step 0.0125 --start state.xyz --duration 632 --report-dir compare", "velocity Verlet, added to a comparison"),
                ("actionml run model/ --start melt.xyz --duration 100ps --thermostat langevin --ramp 1000:300:100ps --every 50 --out quench.xyz", "a melt is quenched from 1000 K to 300 K"),
                ("actionml run model/ --start melt.xyz --duration 100ps --replicas 32 --temperatures 600:1000 --thermostat langevin --draw-momenta --out ladder", "32 replicas from 600 K to 1000 K, each with its own seed"),
                ("actionml run model/ --start state.xyz --steps 10000 --certify --report-dir run/", "and proves that every step kept what it should"),
                ("actionml run model/ --start state.xyz --steps 100000 --out long.xyz --checkpoint long.ckpt", "a long run that may be interrupted"),
                ("actionml run model/ --start state.xyz --steps 100000 --out long.xyz --checkpoint long.ckpt --restart", "and how it goes on"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            var request = new RunRequest
            {
                Model = parse.GetValue(model),
                Start = parse.GetValue(start)!,
                Frame = parse.GetValue(frame) ?? 0,
                Integrator = parse.GetValue(integrator)!,
                Step = parse.GetValue(step),
                Steps = parse.GetValue(steps),
                Duration = parse.GetValue(duration),
                Thermostat = parse.GetValue(thermostat)!,
                Temperature = parse.GetValue(temperature),
                Relaxation = parse.GetValue(relaxation),
                Ramp = parse.GetValue(ramp),
                DrawMomenta = parse.GetValue(draw),
                Seed = parse.GetValue(seed) ?? 0,
                Skin = parse.GetValue(skin),
                BondLength = parse.GetValue(bond),
                Tolerance = parse.GetValue(tolerance),
                MaxEvaluations = parse.GetValue(evaluations),
                Depth = parse.GetValue(depth),
                Mixing = parse.GetValue(mixing),
                UsesPairStiffness = parse.GetValue(precondition) != "none",
                WarmStart = parse.GetValue(warm)!,
                Solver = parse.GetValue(solver)!,
                CorrectorOn = parse.GetValue(place)!,
                Policy = parse.GetValue(policy)!,
                FallBackSubsteps = parse.GetValue(substeps),
                Potential = parse.GetValue(potential)!,
                Softening = parse.GetValue(softening),
                GravitationalConstant = parse.GetValue(constant),
                Models = new OnnxModelOptions
                {
                    Precision = ModelFiles.Precision(parse.GetValue(precision)!),
                    ExecutionTarget = parse.GetValue(device)!,
                    OutOfMemory = parse.GetValue(memory) == "stop" ? OutOfMemoryPolicy.Throw : OutOfMemoryPolicy.Halve,
                },
                Out = parse.GetValue(output),
                Every = parse.GetValue(every),
                Checkpoint = parse.GetValue(checkpoint),
                CheckpointEvery = parse.GetValue(checkpointEvery),
                Restart = parse.GetValue(restart),
                ReportDirectory = parse.GetValue(report),
                Label = parse.GetValue(label),
                Replicas = parse.GetValue(replicas),
                Temperatures = parse.GetValue(temperatures),
                Threads = parse.GetValue(threads),
                Group = parse.GetValue(group),
                Certify = parse.GetValue(certify),
                Reading = reading.Read(parse),
            };
            if (request.Replicas is not null)
            {
                return Task.FromResult(ReplicaText.Report(host, host.Watch(board => ReplicaWorkflow.Run(request, board, token))));
            }

            RunResult result = host.Watch(board => RunWorkflow.Run(request, board, token));
            host.Write(result, text => RunText.Write(text, result));
            if (result.Figures.Certificate?.Explanation is { } exceeded)
            {
                host.Error.WriteLine($"actionml: {exceeded}");
                return Task.FromResult((int)ErrorKind.Convergence);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
