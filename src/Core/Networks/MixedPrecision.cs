using TorchSharp.Modules;
using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// Training in mixed precision: activations in 16 bits; weights, statistics and gradients of weights in float32. A layer computes in
/// the type of its input, so the type of the network's input is the type of training; the binding has no autocast.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>Runs a convolution in the type of its input, with weights rounded to that type for this one pass.</summary>
    /// <param name="convolution">Its weights keep their own type; gradients reach them through the rounding.</param>
    /// <param name="x">B×C×H×W, of the weights' type or of a shorter one.</param>
    /// <returns>B×channels×H×W, of the type of <paramref name="x"/>.</returns>
    public static Tensor Convolve(Conv2d convolution, Tensor x)
    {
        var weight = convolution.weight!;
        if (weight.dtype == x.dtype)
        {
            return convolution.call(x);
        }

        using var scope = NewDisposeScope();
        return nn.functional.conv2d(
                x, weight.to(x.dtype), convolution.bias!.to(x.dtype), convolution.stride, convolution.padding, convolution.dilation)
            .MoveToOuterDisposeScope();
    }
}
