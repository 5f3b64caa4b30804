using System.Diagnostics;

namespace ActionML.Cli.Tests;

/// <summary><c>actionml advise</c> on atoms in periodic cells.</summary>
[TestClass]
public sealed class AdviseTests : CliTest
{
    [TestMethod]
    public void LiquidGermaniumTellurideHasItsPoleBetween62And83Femtoseconds()
    {
        ExtendedXyzWriter.WriteAll(File("gete.xyz"), GeTeLiquid.Record("liquid", 800, frames: 1500, every: 2));
        CliResult result = Run("advise", File("gete.xyz"), "--time-step", "20", "--time-step", "24", "--time-step", "90", "--json").MustSucceed();
        double pole = (double)result.Json["pole"]!;
        double frequency = (double)result.Json["highest_frequency"]!;
        TestContext.WriteLine($"pole {pole:F1} fs, {frequency:F2} THz, closest pair {(double)result.Json["smallest_distance"]!:F2} Å");
        Assert.IsTrue(pole is >= 62 and <= 83, $"pole at {pole} fs");
        Assert.AreEqual(500 / frequency, pole, 1e-6);
        Assert.AreEqual(frequency * 33.35641, (double)result.Json["highest_wave_number"]!, 1e-4);
        Assert.AreEqual(pole, (double)result.Json["newton_gmres"]!);
        Assert.AreEqual(2, (double)result.Json["reference_step"]!, 1e-9);
        Assert.AreEqual(2, (int)result.Json["steps_per_frame"]!);
        Assert.AreEqual(4, (double)result.Json["frame_spacing"]!, 1e-9);
        Assert.AreEqual(125, (double)result.Json["nyquist_frequency"]!, 1e-9);
        Assert.IsTrue((bool)result.Json["spacing_is_fine_enough"]!);
        Assert.IsTrue((double)result.Json["smallest_distance"]! is > 2 and < 3); // of nearest images: across the boundary as well
        Assert.AreEqual("beyond_pole", (string)result.Json["steps"]![2]!["verdict"]!);

        string text = Run("advise", File("gete.xyz"), "--time-step", "20").MustSucceed().Out;
        foreach (string expected in new[] { "THz", "cm⁻¹", "4 fs apart, made with a step of 2 fs (2 per frame)", "close enough together", "Newton–GMRES", "Step 20 fs: ωh = " })
        {
            Assert.Contains(expected, text);
        }
    }

    [TestMethod]
    public void LiquidArgonOfLammpsIsAdvisedOn()
    {
        if (!System.IO.File.Exists("/usr/bin/lmp"))
        {
            Assert.Inconclusive("There is no LAMMPS (Debian: lammps).");
        }

        // Liquid argon, 1.37 g/cm³; 0.010323 eV and 3.405 Å.
        string script = Write("in.argon", """
            units metal
            atom_style atomic
            lattice fcc 5.79
            region box block 0 3 0 3 0 3
            create_box 1 box
            create_atoms 1 box
            mass 1 39.948
            pair_style lj/cut 7.0
            pair_coeff 1 1 0.010323 3.405
            velocity all create 190 7
            timestep 0.002
            fix 1 all nve
            run 1000
            dump 1 all custom 5 argon.lammpstrj id type xu yu zu vx vy vz
            dump_modify 1 units yes time yes format float %.10g
            run 4000
            """);
        var start = new ProcessStartInfo("/usr/bin/lmp", ["-log", "none", "-screen", "none", "-in", script]) { WorkingDirectory = Folder };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using (Process lammps = Process.Start(start)!)
        {
            lammps.WaitForExit();
            Assert.AreEqual(0, lammps.ExitCode);
        }

        CliResult result = Run("advise", File("argon.lammpstrj"), "--type-map", "1=Ar", "--json").MustSucceed();
        TestContext.WriteLine($"pole {result.Json["pole"]}, mean {result.Json["mean_frequency"]}");
        Assert.AreEqual(2, (double)result.Json["reference_step"]!, 1e-6);
        Assert.AreEqual(5, (int)result.Json["steps_per_frame"]!);
        Assert.IsTrue((double)result.Json["pole"]! is > 110 and < 180);
        Assert.IsTrue((double)result.Json["mean_frequency"]! is > 0.7 and < 2); // Einstein frequency: 1.2 THz
        Assert.IsTrue((double)result.Json["smallest_distance"]! is > 2.8 and < 3.4);
    }
}
