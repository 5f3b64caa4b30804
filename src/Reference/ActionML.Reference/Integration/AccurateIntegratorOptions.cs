using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>How accurately <see cref="AccurateIntegrator"/> integrates.</summary>
public sealed record AccurateIntegratorOptions
{
    /// <summary>
    /// Largest estimated error of one step, relative to the RMS of the positions and of √m-scaled momenta. Range 1e-15
    /// to 1e-3. The estimate is that of the last but one column, so the accepted result is more accurate than this. At
    /// 1e-13 the figure-eight gains a relative energy error of 4e-12 in a hundred periods, at the default 3e-13, for a
    /// quarter more evaluations; below, rounding takes over.
    /// </summary>
    public double Tolerance { get; init; } = 3e-15;

    /// <summary>Most steps, rejected ones included, of one call to Advance. At least 1.</summary>
    public int MaxSteps { get; init; } = 10_000_000;

    /// <summary>
    /// A step shorter than this share of the requested duration means that the bodies collide; the integration then
    /// ends without success. Range above 0, below 1.
    /// </summary>
    public double SmallestStepShare { get; init; } = 1e-12;

    /// <summary>Checks all values and lists everything that is wrong at once.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        List<string> errors = [];
        if (!(Tolerance is >= 1e-15 and <= 1e-3))
        {
            errors.Add($"{nameof(Tolerance)} is {Tolerance}, expected 1e-15 to 1e-3");
        }

        if (MaxSteps < 1)
        {
            errors.Add($"{nameof(MaxSteps)} is {MaxSteps}, expected at least 1");
        }

        if (!(SmallestStepShare is > 0 and < 1))
        {
            errors.Add($"{nameof(SmallestStepShare)} is {SmallestStepShare}, expected a number between 0 and 1");
        }

        if (errors.Count > 0)
        {
            throw new UsageException($"The integrator's options cannot be used: {string.Join("; ", errors)}.");
        }
    }
}
