using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Errors on the validation pairs of one temperature, over the size of what was to be learned: 1 means that nothing was learned.</summary>
/// <param name="Temperature">Mean kinetic temperature of the trajectories; see <see cref="TemperatureGroups"/>.</param>
/// <param name="Pairs">Pairs evaluated.</param>
/// <param name="RelativePositions">RMS error of √m·(Δq − h p/m) over its RMS.</param>
/// <param name="RelativeMomenta">RMS error of Δp/√m over its RMS.</param>
public sealed record TemperatureErrors(Temperature Temperature, int Pairs, double RelativePositions, double RelativeMomenta)
{
    private string Degrees => Temperature.Units == UnitSystem.Atomistic
        ? Temperature.DisplayValue.ToString("F0", CultureInfo.InvariantCulture) + " K"
        : Temperature.DisplayValue.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>For example <c>602 K: 0.031 of positions, 0.042 of momenta</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Degrees}: {RelativePositions:G3} of positions, {RelativeMomenta:G3} of momenta");
}
