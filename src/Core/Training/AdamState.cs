using TorchSharp.Modules;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>The state of <see cref="Adam"/> for one parameter.</summary>
/// <param name="parameter">The parameter; it stays the caller's.</param>
/// <param name="rateShare">The parameter's share of the learning rate.</param>
internal sealed class AdamState(Parameter parameter, double rateShare) : IDisposable
{
    /// <summary>The parameter.</summary>
    public Parameter Parameter => parameter;

    /// <summary>The parameter's share of the learning rate.</summary>
    public double RateShare => rateShare;

    /// <summary>The number of steps so far.</summary>
    public long Steps { get; set; }

    /// <summary>The running mean of the gradients, of the parameter's shape, layout and device.</summary>
    public Tensor Mean { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>The running mean of their squares, of the same shape, layout and device.</summary>
    public Tensor Square { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>Frees both means.</summary>
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
