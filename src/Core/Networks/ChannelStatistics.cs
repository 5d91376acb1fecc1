using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>Mean and variance of each channel over several batches of one size.</summary>
internal sealed class ChannelStatistics : IDisposable
{
    private readonly List<(Tensor Mean, Tensor MeanSquare)> _batches = [];

    /// <summary>Adds a batch.</summary>
    /// <param name="values">B×C×H×W.</param>
    public void Add(Tensor values)
    {
        using var scope = NewDisposeScope();
        var exact = values.to(float64);
        _batches.Add((
            exact.mean([0, 2, 3]).DetachFromDisposeScope(),
            (exact * exact).mean([0, 2, 3]).DetachFromDisposeScope()));
    }

    /// <summary>The mean, and the variance over all values (biased, as batch normalization uses it).</summary>
    /// <returns>Two tensors of C float64 values, in the caller's dispose scope.</returns>
    public (Tensor Mean, Tensor Variance) MeanAndVariance()
    {
        using var scope = NewDisposeScope();
        var mean = stack(_batches.Select(batch => batch.Mean)).mean([0]);
        var variance = (stack(_batches.Select(batch => batch.MeanSquare)).mean([0]) - (mean * mean)).relu();
        return (mean.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var (mean, square) in _batches)
        {
            mean.Dispose();
            square.Dispose();
        }
    }
}
