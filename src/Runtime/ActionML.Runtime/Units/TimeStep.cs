using System.Globalization;

namespace ActionML.Runtime;

/// <summary>The length h of one step of the map, together with the units in which it is measured.</summary>
/// <remarks>Created from a number with its unit; <see cref="Value"/> is the number used inside, in model units.</remarks>
public readonly record struct TimeStep
{
    /// <summary>One internal unit of atomistic time, Å·√(u/eV), in femtoseconds (CODATA 2018 values of u and e).</summary>
    public const double FemtosecondsPerAtomisticUnit = 10.180505710759414;

    private TimeStep(double value, UnitSystem units)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A time step must be a positive, finite number.");
        }

        Value = value;
        Units = units;
    }

    /// <summary>The step in model units: dimensionless, or Å·√(u/eV).</summary>
    public double Value { get; }

    /// <summary>The units of <see cref="Value"/>.</summary>
    public UnitSystem Units { get; }

    /// <summary>The unit in which users read and write this step: <c>fs</c>, or empty for dimensionless systems.</summary>
    public string UnitSymbol => Units == UnitSystem.Atomistic ? "fs" : "";

    /// <summary>The step in the unit that users see: femtoseconds, or the dimensionless number.</summary>
    public double DisplayValue => Units == UnitSystem.Atomistic ? Value * FemtosecondsPerAtomisticUnit : Value;

    /// <summary>A step of an atomistic system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive and finite.</exception>
    public static TimeStep FromFemtoseconds(double femtoseconds) =>
        new(femtoseconds / FemtosecondsPerAtomisticUnit, UnitSystem.Atomistic);

    /// <summary>A step of a dimensionless system.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive and finite.</exception>
    public static TimeStep Dimensionless(double value) => new(value, UnitSystem.Dimensionless);

    /// <summary>A step from the number that users see in the given system: femtoseconds, or dimensionless.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive and finite.</exception>
    public static TimeStep FromDisplayValue(double value, UnitSystem units) =>
        units == UnitSystem.Atomistic ? FromFemtoseconds(value) : Dimensionless(value);

    /// <summary>Whether two steps agree to a relative 1e-9, far above rounding and far below any choice a user makes.</summary>
    public bool IsCloseTo(TimeStep other) =>
        Units == other.Units && Math.Abs(Value - other.Value) <= 1e-9 * Math.Max(Value, other.Value);

    /// <summary>The step with its unit, in the invariant culture: <c>16 fs</c> or <c>0.25</c>.</summary>
    public override string ToString()
    {
        // Twelve digits: enough for any step a user types, few enough to hide the rounding of the unit conversion.
        string number = DisplayValue.ToString("G12", CultureInfo.InvariantCulture);
        return Units == UnitSystem.Atomistic ? $"{number} fs" : number;
    }
}
