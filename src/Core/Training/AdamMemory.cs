using TorchSharp.Modules;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>What <see cref="Adam"/> remembers of earlier steps of one parameter.</summary>
/// <param name="parameter">The parameter; it stays the caller's.</param>
internal sealed class AdamMemory(Parameter parameter) : IDisposable
{
    /// <summary>What is changed.</summary>
    public Parameter Parameter => parameter;

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
