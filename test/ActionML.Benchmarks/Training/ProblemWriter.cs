using System.Runtime.InteropServices;

namespace ActionML.Benchmarks;

/// <summary>Writes tensors for other programs into problem.bin: row-major, little-endian, one after the other.</summary>
internal sealed class ProblemWriter : IDisposable
{
    private readonly List<object> _entries = [];
    private readonly FileStream _stream;

    public ProblemWriter(string folder)
    {
        Directory.CreateDirectory(folder);
        _stream = File.Create(Path.Combine(folder, "problem.bin"));
    }

    /// <summary>Name, shape, type and place of every tensor.</summary>
    public IReadOnlyList<object> Entries => _entries;

    public void Add(string name, int[] shape, long[] values) => Add(name, shape, "int64", MemoryMarshal.AsBytes(values.AsSpan()));

    public void Add(string name, int[] shape, ReadOnlySpan<double> values) => Add(name, shape, "float64", MemoryMarshal.AsBytes(values));

    public void Dispose() => _stream.Dispose();

    private void Add(string name, int[] shape, string type, ReadOnlySpan<byte> bytes)
    {
        _entries.Add(new { name, shape, type, offset = _stream.Position });
        _stream.Write(bytes);
    }
}
