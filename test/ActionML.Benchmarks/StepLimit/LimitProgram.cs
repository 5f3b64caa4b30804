using System.Globalization;

namespace ActionML.Benchmarks;

/// <summary>Why a step of 32 fs fails for germanium telluride, stage by stage. Each stage goes on where it was.</summary>
internal static class LimitProgram
{
    /// <summary>Runs a stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="arguments">What the stage needs besides.</param>
    public static int Run(string stage, string folder, string[] arguments)
    {
        switch (stage, arguments)
        {
            case ("check", []):
                return StiffnessCheck.Run() ? 0 : 5;
            case ("stiffness", [var data]):
                StiffnessStage.Run(data, folder);
                return 0;
            case ("run", [var models, var kelvin, var start, var tolerance, var solver, var picoseconds]):
                RunStage.Run(models, folder, Number(kelvin), (int)Number(start), Number(tolerance), solver, Number(picoseconds));
                return 0;
            case ("solvers", [var models, var file, var frame]):
                SolverStage.Run(models, file, (int)Number(frame));
                return 0;
            case ("contacts", [var kelvin, var picoseconds]):
                ContactStage.Run(folder, Number(kelvin), Number(picoseconds));
                return 0;
            case ("roots", [var models, var file, var stride]):
                RootStage.Run(models, folder, file, (int)Number(stride));
                return 0;
            case ("pairs", [var data, var lag, var stiffness, var stride, var contact]):
                KickData.Write(data, folder, (int)Number(lag), Number(stiffness), (int)Number(stride), Number(contact));
                return 0;
            case ("report", []):
                StiffnessStage.Report(folder);
                return 0;
            default:
                Console.Error.WriteLine($"limit: found '{stage} {string.Join(' ', arguments)}'; expected check, stiffness DATA, run MODELS KELVIN START TOLERANCE SOLVER PICOSECONDS, solvers MODELS FILE FRAME, contacts KELVIN PICOSECONDS, roots MODELS FILE STRIDE, pairs DATA LAG STIFFNESS STRIDE CONTACT or report.");
                return 2;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
