namespace ActionML.Runtime.Tests;

/// <summary>Progress that is reported on the spot.</summary>
internal sealed class Now<T>(Action<T> act) : IProgress<T>
{
    public void Report(T value) => act(value);
}
