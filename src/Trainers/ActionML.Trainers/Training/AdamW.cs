using System.Numerics;
using System.Numerics.Tensors;

namespace ActionML.Trainers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101), clipping of the gradient's norm, and
/// an exponential average of the weights.
/// </summary>
internal sealed class AdamW<T>(int size, TrainingOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _first = new T[size];
    private readonly T[] _second = new T[size];
    private readonly GradientLimit _limit = new(options.GradientClip);
    private long _steps;

    /// <summary>The averaged weights.</summary>
    public T[] Average { get; } = new T[size];

    /// <summary>One step; the gradient is left as it is.</summary>
    public void Step(Span<T> weights, ReadOnlySpan<T> gradient, double learningRate)
    {
        if (_steps == 0)
        {
            weights.CopyTo(Average);
        }

        _steps++;
        double norm = double.CreateTruncating(TensorPrimitives.Norm(gradient));
        if (!double.IsFinite(norm))
        {
            return; // a batch that overflowed teaches nothing; the loop counts and reports it through its loss
        }

        var step = new AdamWStep(options, _steps, learningRate);
        T scale = T.CreateTruncating(_limit.Factor(norm));

        // What is kept and what is taken are rounded one by one: 1 − 0.999 in float is wrong by 1.3e-5, which biases every step.
        T keepFirst = T.CreateTruncating(AdamWStep.FirstDecay);
        T takeFirst = T.CreateTruncating(1 - AdamWStep.FirstDecay);
        T keepSecond = T.CreateTruncating(AdamWStep.SecondDecay);
        T takeSecond = T.CreateTruncating(1 - AdamWStep.SecondDecay);
        T rate = T.CreateTruncating(step.Rate);
        T root = T.CreateTruncating(step.Root);
        T shrink = T.CreateTruncating(step.Shrink);
        T keepAverage = T.CreateTruncating(step.AverageDecay);
        T takeAverage = T.CreateTruncating(1 - step.AverageDecay);
        T epsilon = T.CreateTruncating(AdamWStep.Epsilon);

        // In vectors: one number at a time this is 4 % of a training step of three bodies.
        int i = 0;
        for (; i <= weights.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> g = new Vector<T>(gradient[i..]) * scale;
            Vector<T> first = new Vector<T>(_first, i);
            Vector<T> second = new Vector<T>(_second, i);
            first = (keepFirst * first) + (takeFirst * g);
            second = (keepSecond * second) + (takeSecond * (g * g));
            Vector<T> weight = (new Vector<T>(weights[i..]) * shrink)
                - (rate * first / ((Vector.SquareRoot(second) * root) + new Vector<T>(epsilon)));
            Vector<T> average = (keepAverage * new Vector<T>(Average, i)) + (takeAverage * weight);
            first.CopyTo(_first, i);
            second.CopyTo(_second, i);
            weight.CopyTo(weights[i..]);
            average.CopyTo(Average, i);
        }

        for (; i < weights.Length; i++)
        {
            T g = gradient[i] * scale;
            T first = _first[i] = (keepFirst * _first[i]) + (takeFirst * g);
            T second = _second[i] = (keepSecond * _second[i]) + (takeSecond * (g * g));
            T weight = weights[i] = (weights[i] * shrink) - (rate * first / ((T.Sqrt(second) * root) + epsilon));
            Average[i] = (keepAverage * Average[i]) + (takeAverage * weight);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        _limit.Save(writer);
        foreach (T[] values in (T[][])[_first, _second, Average])
        {
            Binary.Write<T>(writer, values);
        }
    }

    public void Restore(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        _limit.Restore(reader);
        foreach (T[] values in (T[][])[_first, _second, Average])
        {
            Binary.Read<T>(reader, values);
        }
    }
}
