using System.Globalization;

namespace ActionML.Runtime;

/// <summary>A temperature T together with the units in which its energy k_B·T is measured.</summary>
/// <remarks>Created from a number with its unit; <see cref="Value"/> is k_B·T, the number used inside.</remarks>
public readonly record struct Temperature
{
    /// <summary>Boltzmann's constant k_B in eV/K (CODATA 2018, exact in the SI: 1.380649e-23/1.602176634e-19).</summary>
    public const double ElectronVoltsPerKelvin = 8.617333262e-5;

    private Temperature(double value, UnitSystem units)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature must be a finite number and not negative.");
        }

        Value = value;
        Units = units;
    }

    /// <summary>The energy k_B·T in model units: eV, or dimensionless.</summary>
    public double Value { get; }

    /// <summary>The units of <see cref="Value"/>.</summary>
    public UnitSystem Units { get; }

    /// <summary>The temperature in the unit that users see: kelvin, or the dimensionless k_B·T.</summary>
    public double DisplayValue => Units == UnitSystem.Atomistic ? Value / ElectronVoltsPerKelvin : Value;

    /// <summary>A temperature of an atomistic system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public static Temperature FromKelvin(double kelvin) => new(kelvin * ElectronVoltsPerKelvin, UnitSystem.Atomistic);

    /// <summary>A temperature of an atomistic system from its energy k_B·T in eV.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public static Temperature FromElectronVolts(double energy) => new(energy, UnitSystem.Atomistic);

    /// <summary>A temperature k_B·T of a dimensionless system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public static Temperature Dimensionless(double value) => new(value, UnitSystem.Dimensionless);

    /// <summary>A temperature from the number that users see in the given system: kelvin, or dimensionless.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public static Temperature FromDisplayValue(double value, UnitSystem units) =>
        units == UnitSystem.Atomistic ? FromKelvin(value) : Dimensionless(value);

    /// <summary>The temperature with its unit, in the invariant culture: <c>300 K</c> or <c>0.25</c>.</summary>
    public override string ToString()
    {
        string number = DisplayValue.ToString("G12", CultureInfo.InvariantCulture);
        return Units == UnitSystem.Atomistic ? $"{number} K" : number;
    }
}
