namespace ActionML.Trainers;

/// <summary>
/// Shortens gradients that are longer than a fixed norm, or than a multiple of their own running mean. A rare batch whose
/// gradient is a hundred times the usual one would otherwise turn Adam's first moment for many steps: in GeTe, where a
/// batch is one structure, the loss went from 0.03 to 1e5 and needed thousands of iterations to come back.
/// </summary>
internal sealed class GradientLimit(double largest)
{
    private const double Decay = 0.99;
    private const double Multiple = 2;

    private double _mean;

    /// <summary>The largest norm that the next gradient may have: what earlier ones were is all that it depends on.</summary>
    public double Next => _mean > 0 ? Math.Min(largest, Multiple * _mean) : largest;

    /// <summary>The factor of a gradient of this norm, at most 1; the norm is taken note of.</summary>
    public double Factor(double norm)
    {
        double limit = Next;
        Note(norm);
        return norm > limit ? limit / norm : 1;
    }

    /// <summary>Takes note of the norm of a gradient that <see cref="Next"/> limited.</summary>
    public void Note(double norm)
    {
        double kept = Math.Min(norm, Next);
        _mean = _mean > 0 ? (Decay * _mean) + ((1 - Decay) * kept) : kept;
    }

    public void Save(BinaryWriter writer) => writer.Write(_mean);

    public void Restore(BinaryReader reader) => _mean = reader.ReadDouble();
}
