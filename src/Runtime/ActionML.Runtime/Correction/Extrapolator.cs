namespace ActionML.Runtime;

/// <summary>
/// Continues a sequence of equally spaced vectors by one: the polynomial of degree k through the last k + 1, of lower
/// degree while there are fewer.
/// </summary>
/// <remarks>y(n+1) = Σⱼ (−1)ʲ C(k+1, j+1) y(n−j), j = 0…k: 1; 2, −1; 3, −3, 1; 4, −6, 4, −1; 5, −10, 10, −5, 1.</remarks>
internal sealed class Extrapolator : ICheckpointState
{
    private readonly double[][] _values;
    private int _newest = -1;
    private int _count;

    public Extrapolator(int length, int order)
    {
        _values = new double[order + 1][];
        for (int i = 0; i <= order; i++)
        {
            _values[i] = new double[length];
        }
    }

    public bool IsEmpty => _count == 0;

    public void Clear()
    {
        _count = 0;
        _newest = -1;
    }

    public void Add(ReadOnlySpan<double> value)
    {
        _newest = (_newest + 1) % _values.Length;
        _count = Math.Min(_count + 1, _values.Length);
        value.CopyTo(_values[_newest]);
    }

    /// <summary>Writes the next value; zero when there is no previous one.</summary>
    public void Extrapolate(Span<double> next)
    {
        next.Clear();
        double coefficient = _count;
        for (int age = 0; age < _count; age++)
        {
            double[] value = _values[Slot(age)];
            for (int i = 0; i < next.Length; i++)
            {
                next[i] += coefficient * value[i];
            }

            // C(k+1, j+2) = C(k+1, j+1) (k − j)/(j + 2), with alternating sign.
            coefficient *= -(double)(_count - 1 - age) / (age + 2);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        for (int age = _count - 1; age >= 0; age--)
        {
            writer.WriteNumbers(_values[Slot(age)]);
        }
    }

    public void Load(BinaryReader reader)
    {
        Clear();
        int count = reader.ReadInt32();
        if (count < 0 || count > _values.Length)
        {
            throw new DataException($"Found {count} steps of warm-start history; these options keep at most {_values.Length}. Resume with the options of the saved run.");
        }

        for (int i = 0; i < count; i++)
        {
            reader.ReadNumbers(_values[i]);
        }

        _count = count;
        _newest = count - 1;
    }

    private int Slot(int age) => (_newest - age + _values.Length) % _values.Length;
}
