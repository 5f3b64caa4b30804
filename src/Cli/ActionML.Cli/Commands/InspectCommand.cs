using System.CommandLine;
using System.Globalization;

namespace ActionML.Cli;

/// <summary><c>actionml inspect</c>: what a file or directory holds.</summary>
internal static class InspectCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var reading = new ReadingOptions();
        var path = new Argument<string>("path") { Description = "A model directory, an .onnx file, or trajectories: a file in extended XYZ format, a LAMMPS dump, or a folder of them." };
        var command = new CliCommand("inspect", "Shows what a model or a trajectory file holds, and checks that it can be read to its end.")
        {
            Arguments = { path },
            Examples =
            [
                ("actionml inspect model/", "what a model was trained for"),
                ("actionml inspect data.xyz --json", "a trajectory, for a script"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            InspectResult result = InspectWorkflow.Run(parse.GetRequiredValue(path), reading.Read(parse), token);
            host.Write(result, text => Write(text, result));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(TextWriter text, InspectResult result)
    {
        foreach (ModelDescription model in result.Models ?? [])
        {
            text.WriteLine(model.File);
            foreach ((string key, string value) in model.Entries)
            {
                text.WriteLine($"  {key,-16} {(value.Length > 0 ? value : "–")}");
            }
        }

        if (result.Trajectory is { } trajectory)
        {
            CultureInfo invariant = CultureInfo.InvariantCulture;
            text.WriteLine(result.Path);
            text.WriteLine($"  trajectories     {trajectory.Trajectories}");
            text.WriteLine($"  frames           {trajectory.Frames}, {(trajectory.FewestFrames == trajectory.MostFrames ? $"{trajectory.MostFrames}" : $"{trajectory.FewestFrames} to {trajectory.MostFrames}")} per trajectory");
            text.WriteLine($"  particles        {(trajectory.FewestParticles == trajectory.MostParticles ? $"{trajectory.MostParticles}" : $"{trajectory.FewestParticles} to {trajectory.MostParticles}")}, in {trajectory.Dimension} dimensions, {trajectory.Units}{(trajectory.Periodic ? ", periodic" : "")}");
            foreach (KindDescription kind in trajectory.Kinds)
            {
                text.WriteLine($"  kind             {kind.Name}, mass {(kind.SmallestMass == kind.LargestMass ? kind.SmallestMass.ToString("G6", invariant) : string.Create(invariant, $"{kind.SmallestMass:G6} to {kind.LargestMass:G6}"))}");
            }

            if (trajectory.Density is { } density)
            {
                text.WriteLine(string.Create(invariant, $"  density          {density:G4} g/cm³"));
            }

            if (trajectory is { LowestTemperature: { } lowest, HighestTemperature: { } highest })
            {
                text.WriteLine(string.Create(invariant, $"  temperature      {(trajectory.Trajectories == 1 ? $"{lowest:F0} K" : $"{lowest:F0} to {highest:F0} K, means of the trajectories")}"));
            }

            text.WriteLine(trajectory.FrameSpacing is { } spacing
                ? string.Create(invariant, $"  frame spacing    {spacing:G6} {trajectory.TimeUnit}{(trajectory.IsEvenlySpaced ? "" : ", not the same everywhere")}")
                : "  frame spacing    –");
            text.WriteLine(string.Create(invariant, $"  longest          {trajectory.LongestDuration:G6} {trajectory.TimeUnit}"));
        }
    }
}
