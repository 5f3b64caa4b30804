namespace Microsoft.ML.Data;

/// <summary>What a transformer of a chain is for.</summary>
[Flags]
public enum TransformerScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Training.</summary>
    Training = 1,

    /// <summary>Testing.</summary>
    Testing = 2,

    /// <summary>Training and testing.</summary>
    TrainTest = 3,

    /// <summary>Scoring.</summary>
    Scoring = 4,

    /// <summary>All of it.</summary>
    Everything = 7,
}
