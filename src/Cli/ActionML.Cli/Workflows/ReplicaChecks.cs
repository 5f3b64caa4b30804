namespace ActionML.Cli;

/// <summary>What can be said about replicas before anything is read.</summary>
internal static class ReplicaChecks
{
    private const int Most = 10000;

    private static readonly string[] FileExtensions = [".xyz", ".extxyz", ".ckpt"];

    /// <summary>Notes what is missing or contradictory.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="add">Notes an error where the condition holds.</param>
    public static void Add(RunRequest request, Action<bool, FormattableString> add)
    {
        add(request.Threads is < 1 or > 1024, $"Found {request.Threads} for --threads; expected 1 to 1024.");
        if (request.Replicas is not { } replicas)
        {
            add(request.Temperatures is not null, $"--temperatures gives each replica its own: add --replicas, or give --temperature for a single run.");
            add(request.Threads is not null, $"--threads is for replicas: add --replicas, or leave it out.");
            add(request.Group is not null, $"--group is for replicas: add --replicas, or leave it out.");
            return;
        }

        add(request.Group is < 1 or > Most, $"Found {request.Group} for --group; expected 1 to {Most}.");
        add(request.Group > 1 && request.Integrator != "action", $"--group takes evaluations of the action model together: choose --integrator action, or leave it out.");
        add(request.Group > 1 && request.CorrectorOn == "device", $"--group takes evaluations of steps that are solved on the host together: choose --corrector-on host, or leave it out.");
        add(replicas is < 1 or > Most, $"Found {replicas} for --replicas; expected 1 to {Most}.");
        add(
            request.Thermostat == "none" && !request.DrawMomenta && replicas > 1,
            $"All {replicas} replicas would be the same run: add --draw-momenta or --thermostat langevin or csvr, so that their seeds make a difference.");
        add(request.Certify, $"--certify is for single runs: certify one with the seed of a replica, which is the same run.");
        add(request.ReportDirectory is not null, $"--report-dir compares single runs: leave it out, and find what replicas did in {ReplicaRunResult.FileName} in the folder of --out.");
        Folder("--out", request.Out);
        Folder("--checkpoint", request.Checkpoint);
        if (request.Temperatures is { } temperatures)
        {
            add(
                request.Temperature is not null || request.Ramp is not null,
                $"Give one of --temperature, --temperatures and --ramp: --temperatures has one for each replica.");
            add(
                replicas >= 1 && temperatures.Distinct > replicas,
                $"Found {temperatures.Distinct} temperatures for {replicas} {(replicas == 1 ? "replica" : "replicas")}; expected at most one for each. Ask for more replicas or fewer temperatures.");
            add(
                !temperatures.IsRange && replicas > temperatures.Values.Count && replicas % temperatures.Values.Count != 0,
                $"Found {temperatures.Values.Count} temperatures for {replicas} replicas, which some would have more often than others. Ask for a multiple of {temperatures.Values.Count} replicas.");
        }

        void Folder(string option, string? path) => add(
            path is not null && (File.Exists(path) || FileExtensions.Contains(Path.GetExtension(path))),
            $"Found the file name '{path}' for {option}; with --replicas it names a folder, in which each replica has a file. Give the name of a folder.");
    }
}
