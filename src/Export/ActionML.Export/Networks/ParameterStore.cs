namespace ActionML.Export;

/// <summary>
/// The values of a network's parameters by name. The one place where weights live: engines read them from here and
/// write them back, exports take them from here.
/// </summary>
public sealed class ParameterStore
{
    private readonly Dictionary<string, double[]> _values = [];

    /// <summary>The names, in order of declaration.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The number of all values together.</summary>
    public int Count => _values.Values.Sum(values => values.Length);

    /// <summary>The values of one parameter, row-major; the array itself.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public double[] this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>An independent copy.</summary>
    public ParameterStore Clone()
    {
        var copy = new ParameterStore();
        foreach ((string name, double[] values) in _values)
        {
            copy[name] = [.. values];
        }

        return copy;
    }
}
