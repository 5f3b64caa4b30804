using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Slope of a straight line through points (t, y) by least squares, updated point by point.</summary>
/// <remarks>Sums of deviations from the running means (Welford): plain sums of t² cancel after a million steps.</remarks>
internal sealed class LeastSquaresSlope : ICheckpointState
{
    private long _count;
    private double _meanT;
    private double _meanY;
    private double _spreadT;
    private double _product;

    /// <summary>Σ(t − t̄)(y − ȳ) / Σ(t − t̄)²; 0 with fewer than two points.</summary>
    public double Value => _spreadT > 0 ? _product / _spreadT : 0;

    /// <summary>Adds a point.</summary>
    public void Add(double t, double y)
    {
        _count++;
        double fromOldMean = t - _meanT;
        _meanT += fromOldMean / _count;
        _meanY += (y - _meanY) / _count;
        _spreadT += fromOldMean * (t - _meanT);
        _product += fromOldMean * (y - _meanY);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(_meanT);
        writer.Write(_meanY);
        writer.Write(_spreadT);
        writer.Write(_product);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _count = reader.ReadInt64();
        _meanT = reader.ReadDouble();
        _meanY = reader.ReadDouble();
        _spreadT = reader.ReadDouble();
        _product = reader.ReadDouble();
    }
}
