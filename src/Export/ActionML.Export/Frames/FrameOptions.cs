using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>How a model becomes a frame file; see <see cref="FrameWriter"/>.</summary>
public sealed record FrameOptions
{
    /// <summary>The number of particles N of every row; at least 2.</summary>
    public required int Particles { get; init; }

    /// <summary>How the step of an action model is solved; a direct model needs no solve.</summary>
    public CorrectorOptions Corrector { get; init; } = new();

    /// <summary>Input [1, N], text: kinds.</summary>
    public string Species { get; init; } = TensorNames.Species;

    /// <summary>Input [1, N].</summary>
    public string Masses { get; init; } = TensorNames.Masses;

    /// <summary>Input [1, 3N]; in two dimensions the third component is not read.</summary>
    public string Positions { get; init; } = TensorNames.Positions;

    /// <summary>Input [1, 3N]; in two dimensions the third component is not read.</summary>
    public string Momenta { get; init; } = TensorNames.Momenta;

    /// <summary>Output [1, 3N]; in two dimensions the third component is 0.</summary>
    public string DeltaPositions { get; init; } = TensorNames.DeltaPositions;

    /// <summary>Output [1, 3N]; in two dimensions the third component is 0.</summary>
    public string DeltaMomenta { get; init; } = TensorNames.DeltaMomenta;

    internal void Validate()
    {
        if (Particles < 2)
        {
            throw new UsageException($"A frame of {Particles} particles was asked for; there must be at least 2, for the models act between pairs.");
        }

        string[] names = [Species, Masses, Positions, Momenta, DeltaPositions, DeltaMomenta];
        if (names.Distinct().Count() != names.Length || Array.Exists(names, string.IsNullOrWhiteSpace))
        {
            throw new UsageException(
                $"The tensors of a frame are named {string.Join(", ", names.Select(name => $"'{name}'"))}; six different names are needed, for a file has one tensor of each. Rename the output columns.");
        }

        Corrector.Validate();
    }
}
