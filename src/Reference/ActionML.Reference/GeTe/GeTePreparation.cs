using System.Globalization;

namespace ActionML.Reference;

/// <summary>One independent preparation of a <see cref="GeTeDataset"/>.</summary>
/// <param name="Kelvin">The temperature.</param>
/// <param name="IsCrystal">Whether it begins as a crystal.</param>
/// <param name="Replica">Its number at this temperature, from 1.</param>
/// <param name="Seed">Its own seed.</param>
public readonly record struct GeTePreparation(double Kelvin, bool IsCrystal, int Replica, ulong Seed)
{
    /// <summary>Its name, which segments and files carry: <c>liquid-600K-2</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(IsCrystal ? "crystal" : "liquid")}-{Kelvin:0000.###}K-{Replica}");
}
