using TorchSharp.Modules;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), and with a decay of weights AdamW (Loshchilov and Hutter, arXiv 1711.05101,
/// algorithm 2), in the order in which PyTorch and TorchSharp compute it, so that all results are theirs bit for bit. TorchSharp's own
/// optimisers use numbers that the garbage collector may free meanwhile; see <see cref="Arithmetic"/>.
/// </summary>
/// <remarks>For one thread. The parameters stay the caller's.</remarks>
internal sealed class Adam : IDisposable
{
    /// <summary>AdamW's decay of weights where nobody asks for another.</summary>
    public const double UsualWeightDecay = 0.01;

    // The paper's, and torch's.
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _weightDecay;

    /// <param name="parameters">What it changes, each with the share of the learning rate that it gets.</param>
    /// <param name="weightDecay">The share of a weight, times the rate, that each step takes from it: 0 is Adam.</param>
    public Adam(IEnumerable<(Parameter Parameter, double RateShare)> parameters, double weightDecay = 0)
    {
        Memory = [.. parameters.Select(one => new AdamMemory(one.Parameter, one.RateShare))];
        _weightDecay = weightDecay;
    }

    /// <summary>The size of a step, of which each parameter gets its share.</summary>
    public double LearningRate { get; set; }

    /// <summary>What it remembers of each parameter, in the order in which it was given them.</summary>
    public IReadOnlyList<AdamMemory> Memory { get; }

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var memory in Memory)
        {
            memory.Parameter.grad?.zero_();
        }
    }

    /// <summary>Changes each parameter by its gradient; one without a gradient stays as it is.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var memory in Memory)
        {
            if (memory.Parameter.grad is { } gradient)
            {
                Step(memory, gradient);
            }
        }
    }

    /// <summary>Shortens all gradients by one factor, so that their norm over all parameters together is at most the limit.</summary>
    /// <param name="limit">Above 0.</param>
    public void ClipGradients(double limit)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var gradients = Memory.Select(memory => memory.Parameter.grad).OfType<Tensor>().ToList();
        var norm = stack(gradients.Select(gradient => (gradient * gradient).sum())).sum().sqrt().item<float>();
        if (norm > limit)
        {
            gradients.ForEach(gradient => gradient.MultiplyInPlace(limit / norm));
        }
    }

    /// <summary>Frees what it remembers.</summary>
    public void Dispose()
    {
        foreach (var memory in Memory)
        {
            memory.Dispose();
        }
    }

    private void Step(AdamMemory memory, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        memory.Steps++;
        var rate = LearningRate * memory.RateShare;
        if (_weightDecay != 0)
        {
            memory.Parameter.MultiplyInPlace(1 - (rate * _weightDecay));
        }

        memory.Mean.MultiplyInPlace(MeanDecay).AddInPlace(gradient, 1 - MeanDecay);
        memory.Square.MultiplyInPlace(SquareDecay).AddProductInPlace(gradient, gradient, 1 - SquareDecay);

        // Both begin at 0; divided by these they are as if they did not.
        var meanCorrection = 1 - Math.Pow(MeanDecay, memory.Steps);
        var squareCorrection = 1 - Math.Pow(SquareDecay, memory.Steps);
        var deviation = memory.Square.sqrt().DividedBy(Math.Sqrt(squareCorrection)).AddInPlace(Epsilon);
        memory.Parameter.AddQuotientInPlace(memory.Mean, deviation, -(rate / meanCorrection));
    }
}
