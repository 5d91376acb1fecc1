using TorchSharp.Modules;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>What <see cref="Adam"/> remembers of earlier steps of one parameter.</summary>
/// <param name="parameter">The parameter; it stays the caller's.</param>
/// <param name="rateShare">The share of the learning rate that it is changed with.</param>
internal sealed class AdamMemory(Parameter parameter, double rateShare) : IDisposable
{
    /// <summary>What is changed.</summary>
    public Parameter Parameter => parameter;

    /// <summary>The share of the learning rate that it is changed with.</summary>
    public double RateShare => rateShare;

    /// <summary>How many steps there were.</summary>
    public long Steps { get; set; }

    /// <summary>The running mean of the gradients, of the parameter's shape, layout and device.</summary>
    public Tensor Mean { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>The running mean of their squares, likewise.</summary>
    public Tensor Square { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>Frees both means.</summary>
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
