using System.Numerics;
using ActionML.Export;

namespace ActionML.Trainers;

/// <summary>All values of a store as one vector, parameter after parameter in the store's order.</summary>
internal static class FlatWeights
{
    /// <summary>The values of a store.</summary>
    public static T[] Of<T>(ParameterStore store)
        where T : unmanaged, INumberBase<T> => [.. store.Names.SelectMany(name => store[name]).Select(T.CreateTruncating)];

    /// <summary>Writes such a vector into a store.</summary>
    /// <param name="values">The vector.</param>
    /// <param name="order">Names and lengths.</param>
    /// <param name="store">Takes the values.</param>
    public static void Write<T>(ReadOnlySpan<T> values, ParameterStore order, ParameterStore store)
        where T : unmanaged, INumberBase<T>
    {
        int offset = 0;
        foreach (string name in order.Names.ToArray())
        {
            double[] part = new double[order[name].Length];
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = double.CreateTruncating(values[offset + i]);
            }

            store[name] = part;
            offset += part.Length;
        }
    }
}
