using TorchSharp.Modules;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// Batch normalization of channels (Ioffe and Szegedy, arXiv 1502.03167, algorithms 1 and 2), with the names and defaults of
/// <c>torch.nn.BatchNorm2d</c>. TorchSharp's own class counts batches with a number that the garbage collector may free too early.
/// </summary>
internal sealed class BatchNormalization : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    // The share of a batch's statistics in the running ones.
    private const double Momentum = 0.1;

    // Some exporters leave a variance of 1 − ε, which makes an exact identity; and half precision rounds.
    private const double IdentityTolerance = 1e-3;

    /// <param name="channels">The number of channels, at least 1.</param>
    public BatchNormalization(long channels)
        : base("BatchNorm2d")
    {
        using var scope = NewDisposeScope();
        register_parameter("weight", new Parameter(ones(channels)));
        register_parameter("bias", new Parameter(zeros(channels)));
        register_buffer("running_mean", zeros(channels));
        register_buffer("running_var", ones(channels));
        register_buffer("num_batches_tracked", tensor(0L));
        foreach (var value in parameters().Concat(buffers()))
        {
            value.DetachFromDisposeScope();
        }
    }

    /// <param name="input">B×C×H×W.</param>
    /// <returns>
    /// B×C×H×W. In training mode it is normalized by the batch's own statistics, and the running statistics are updated.
    /// </returns>
    public override Tensor forward(Tensor input)
    {
        if (training)
        {
            using var grad = no_grad();
            get_buffer("num_batches_tracked")!.IncrementInPlace();
        }

        return nn.functional.batch_norm(
            input, get_buffer("running_mean"), get_buffer("running_var"), get_parameter("weight"), get_parameter("bias"),
            training, Momentum, Epsilon);
    }

    /// <summary>
    /// Whether it is an identity: mean 0, variance 1, scale 1, shift 0. It is one when it is created, and again after an exporter has
    /// multiplied it into the convolution.
    /// </summary>
    public bool IsUntouched
    {
        get
        {
            using var scope = NewDisposeScope();
            using var grad = no_grad();
            return Is(get_buffer("running_mean")!, 0) && Is(get_buffer("running_var")!, 1)
                && Is(get_parameter("weight")!, 1) && Is(get_parameter("bias")!, 0);

            static bool Is(Tensor values, float expected) =>
                values.allclose(tensor(expected, device: values.device).expand_as(values), rtol: 0, atol: IdentityTolerance);
        }
    }

    /// <summary>
    /// Makes it normalize by these statistics, and then scale and shift so that it computes the same as before in evaluation mode.
    /// </summary>
    /// <param name="mean">The mean of each channel.</param>
    /// <param name="variance">The variance of each channel, 0 or more.</param>
    public void SetStatistics(Tensor mean, Tensor variance)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();

        // Not exactly 1 and 0: if an exporter left a variance of 1, ε makes the scale 0.999995, which matters over a hundred layers.
        var (factor, offset) = (get_parameter("weight")!, get_parameter("bias")!);
        var (oldMean, oldVariance) = (get_buffer("running_mean")!, get_buffer("running_var")!);
        var scale = (oldVariance.to(float64).Plus(Epsilon).rsqrt() * factor).clone();
        var shift = (offset - (oldMean * scale)).clone();
        factor.copy_(variance.to(float64).Plus(Epsilon).sqrt() * scale);
        offset.copy_((mean * scale).Plus(shift));
        oldMean.copy_(mean);
        oldVariance.copy_(variance);
    }

    /// <summary>
    /// The weight and bias of one convolution that computes the same as a convolution followed by this with its fixed statistics.
    /// </summary>
    /// <param name="weight">O×I×K×K, where O is the number of channels here.</param>
    /// <param name="bias">O.</param>
    /// <returns>Tensors of the same shapes; they belong to the caller's scope.</returns>
    public (Tensor Weight, Tensor Bias) Folded(Tensor weight, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var (factor, shift) = (get_parameter("weight")!, get_parameter("bias")!);
        var (mean, variance) = (get_buffer("running_mean")!, get_buffer("running_var")!);
        var scale = variance.Plus(Epsilon).rsqrt();
        return (
            (weight * (factor * scale).reshape(-1, 1, 1, 1)).MoveToOuterDisposeScope(),
            ((bias - mean) * scale * factor).Plus(shift).MoveToOuterDisposeScope());
    }
}
