namespace ActionML.Trainers;

/// <summary>The coefficients of one step of AdamW and averaging, which depend on nothing but step and rate.</summary>
internal readonly struct AdamWStep
{
    public const double FirstDecay = 0.9;
    public const double SecondDecay = 0.999;
    public const double Epsilon = 1e-8;

    /// <param name="options">Weight decay and averaging.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="learningRate">Its rate.</param>
    public AdamWStep(TrainingOptions options, long step, double learningRate)
    {
        Rate = learningRate / (1 - Math.Pow(FirstDecay, step));
        Root = 1 / Math.Sqrt(1 - Math.Pow(SecondDecay, step));
        Shrink = 1 - (learningRate * options.WeightDecay);

        // The average forgets its start quickly, then reaches its full length.
        AverageDecay = Math.Min(options.AverageDecay, (1.0 + step) / (10.0 + step));
    }

    /// <summary>Factor of the first moment, its start corrected.</summary>
    public double Rate { get; }

    /// <summary>Factor of the second moment's root, its start corrected.</summary>
    public double Root { get; }

    /// <summary>Factor of the weights: their decay.</summary>
    public double Shrink { get; }

    /// <summary>How much of the average stays.</summary>
    public double AverageDecay { get; }
}
