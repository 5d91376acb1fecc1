using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>A 3×3 convolution with bias and ReLU that keeps height and width. Safe to run on several threads at the same time.</summary>
internal interface IConvolution : IDisposable
{
    /// <summary>Runs it on one input, or on two side by side: the channels of the first before those of the second.</summary>
    /// <param name="inputs">B×I×H×W each, channels-last, without gradients.</param>
    /// <returns>B×O×H×W, channels-last.</returns>
    Tensor Run(params ReadOnlySpan<Tensor> inputs);
}
