using TorchSharp.Modules;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), and with weight decay AdamW (Loshchilov and Hutter, arXiv 1711.05101,
/// algorithm 2), in the same order of operations as in PyTorch and TorchSharp, so that all results are equal bit for bit. TorchSharp's own
/// optimizers use numbers that the garbage collector may free too early; see <see cref="Arithmetic"/>.
/// </summary>
/// <remarks>For one thread. The parameters stay the caller's.</remarks>
internal sealed class Adam : IDisposable
{
    /// <summary>AdamW's default weight decay.</summary>
    public const double UsualWeightDecay = 0.01;

    // The values of the paper and of torch.
    private const double MeanDecay = 0.9;
    private const double SquareDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _weightDecay;

    /// <param name="parameters">The parameters to optimize, each with its share of the learning rate.</param>
    /// <param name="weightDecay">The share of a weight, times the learning rate, that each step subtracts from it; 0 gives Adam.</param>
    public Adam(IEnumerable<(Parameter Parameter, double RateShare)> parameters, double weightDecay = 0)
    {
        States = [.. parameters.Select(one => new AdamState(one.Parameter, one.RateShare))];
        _weightDecay = weightDecay;
    }

    /// <summary>The learning rate, of which each parameter gets its share.</summary>
    public double LearningRate { get; set; }

    /// <summary>The state of each parameter, in the order of the constructor.</summary>
    public IReadOnlyList<AdamState> States { get; }

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var state in States)
        {
            state.Parameter.grad?.zero_();
        }
    }

    /// <summary>Updates each parameter by its gradient; a parameter without a gradient is not changed.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (var state in States)
        {
            if (state.Parameter.grad is { } gradient)
            {
                Step(state, gradient);
            }
        }
    }

    /// <summary>Scales all gradients by one factor, so that their norm over all parameters is at most the limit.</summary>
    /// <param name="limit">The largest norm, above 0.</param>
    public void ClipGradients(double limit)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var gradients = States.Select(state => state.Parameter.grad).OfType<Tensor>().ToList();
        var norm = stack(gradients.Select(gradient => (gradient * gradient).sum())).sum().sqrt().item<float>();
        if (norm > limit)
        {
            gradients.ForEach(gradient => gradient.MultiplyInPlace(limit / norm));
        }
    }

    /// <summary>Frees the state of all parameters.</summary>
    public void Dispose()
    {
        foreach (var state in States)
        {
            state.Dispose();
        }
    }

    private void Step(AdamState state, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        state.Steps++;
        var rate = LearningRate * state.RateShare;
        if (_weightDecay != 0)
        {
            state.Parameter.MultiplyInPlace(1 - (rate * _weightDecay));
        }

        state.Mean.MultiplyInPlace(MeanDecay).AddInPlace(gradient, 1 - MeanDecay);
        state.Square.MultiplyInPlace(SquareDecay).AddProductInPlace(gradient, gradient, 1 - SquareDecay);

        // Both means begin at 0; these divisors correct for that.
        var meanCorrection = 1 - Math.Pow(MeanDecay, state.Steps);
        var squareCorrection = 1 - Math.Pow(SquareDecay, state.Steps);
        var deviation = state.Square.sqrt().DividedBy(Math.Sqrt(squareCorrection)).AddInPlace(Epsilon);
        state.Parameter.AddQuotientInPlace(state.Mean, deviation, -(rate / meanCorrection));
    }
}
