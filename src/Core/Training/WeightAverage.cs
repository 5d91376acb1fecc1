using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// The exponential moving average of a network's weights and statistics over the steps of a training (after Polyak and Juditsky,
/// 1992). It is closer to the optimum than any single step. Owns a network of its own.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;

    /// <param name="source">The network to average; the average begins as its copy.</param>
    /// <param name="decay">The share of the previous average that a step keeps, 0…1.</param>
    public WeightAverage(U2Net source, double decay)
    {
        _decay = decay;
        Network = new U2Net(source.Variant);
        Network.to(source.parameters().First().device);
        Copy(source, Network);
        Network.eval();
    }

    /// <summary>The network with the averaged weights, in evaluation mode.</summary>
    public U2Net Network { get; }

    /// <summary>Adds the weights after a step.</summary>
    /// <param name="source">The network that is trained.</param>
    /// <param name="step">
    /// The number of the step, from 1. The first steps count more, because the starting weights would otherwise stay in the average for
    /// long.
    /// </param>
    public void Update(U2Net source, long step)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        var share = tensor((float)(1 - decay), device: source.parameters().First().device);
        var values = source.state_dict();
        foreach (var (name, average) in Network.state_dict())
        {
            if (average.is_floating_point())
            {
                average.lerp_(values[name], share);
            }
            else
            {
                average.copy_(values[name]);
            }
        }
    }

    /// <summary>Restores a saved average.</summary>
    /// <exception cref="ModelException">A tensor is missing, or of another shape.</exception>
    public void Import(string prefix, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        foreach (var (name, average) in Network.state_dict())
        {
            if (!tensors.TryGetValue(prefix + name, out var saved) || !saved.shape.SequenceEqual(average.shape))
            {
                throw new ModelException($"{source}: lacks '{prefix + name}' of this run's average, so the run cannot be resumed.");
            }

            average.copy_(saved);
        }
    }

    public void Dispose() => Network.Dispose();

    /// <summary>Copies weights and statistics from one network to another of the same shape.</summary>
    public static void Copy(U2Net source, U2Net target)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var values = source.state_dict();
        foreach (var (name, value) in target.state_dict())
        {
            value.copy_(values[name]);
        }
    }
}
