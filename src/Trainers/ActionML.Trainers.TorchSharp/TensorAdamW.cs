using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary><see cref="AdamW{T}"/> on one flat tensor of weights, wherever it lives. The gradient's norm alone comes to the host.</summary>
internal sealed class TensorAdamW : IDisposable
{
    private readonly TensorMemory _memory;
    private readonly TrainingOptions _options;
    private readonly Tensor _first;
    private readonly Tensor _second;
    private readonly GradientLimit _limit;
    private long _steps;

    /// <param name="size">Number of weights.</param>
    /// <param name="memory">Number type and device.</param>
    /// <param name="options">Weight decay, clipping and averaging.</param>
    public TensorAdamW(int size, TensorMemory memory, TrainingOptions options)
    {
        (_memory, _options) = (memory, options);
        _limit = new GradientLimit(options.GradientClip);
        _first = memory.New(size);
        _second = memory.New(size);
        Average = memory.New(size);
    }

    /// <summary>The averaged weights.</summary>
    public Tensor Average { get; }

    /// <summary>One step, inside the caller's dispose scope.</summary>
    public void Step(Tensor weights, Tensor gradient, double learningRate)
    {
        if (_steps == 0)
        {
            Average.copy_(weights);
        }

        _steps++;
        double norm = gradient.norm().ToDouble();
        if (!double.IsFinite(norm))
        {
            return; // a batch that overflowed teaches nothing; the loop counts and reports it through its loss
        }

        var step = new AdamWStep(_options, _steps, learningRate);
        Tensor clipped = gradient.mul(_limit.Factor(norm));
        _first.mul_(AdamWStep.FirstDecay).add_(clipped, 1 - AdamWStep.FirstDecay);
        _second.mul_(AdamWStep.SecondDecay).addcmul_(clipped, clipped, 1 - AdamWStep.SecondDecay);
        Tensor root = _second.sqrt().mul(step.Root).add(AdamWStep.Epsilon);
        weights.mul_(step.Shrink).addcdiv_(_first, root, -step.Rate);
        Average.mul_(step.AverageDecay).add_(weights, 1 - step.AverageDecay);
    }

    /// <summary>Writes what <see cref="AdamW{T}.Save"/> writes.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        _limit.Save(writer);
        foreach (Tensor tensor in (Tensor[])[_first, _second, Average])
        {
            _memory.Save(writer, tensor);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        _limit.Restore(reader);
        foreach (Tensor tensor in (Tensor[])[_first, _second, Average])
        {
            _memory.Restore(reader, tensor);
        }
    }

    /// <summary>Frees moments and average.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        Average.Dispose();
    }
}
