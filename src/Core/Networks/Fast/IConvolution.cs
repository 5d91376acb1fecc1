using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>A 3×3 convolution with bias and ReLU that keeps height and width. Safe to run on several threads at the same time.</summary>
internal interface IConvolution : IDisposable
{
    /// <summary>Runs it on one input, or on two side by side: the channels of the first before those of the second.</summary>
    /// <param name="inputs">B×I×H×W each, channels-last, without gradients. The smaller is enlarged to the size of the larger.</param>
    /// <returns>B×O×H×W, channels-last.</returns>
    Tensor Run(params ReadOnlySpan<Tensor> inputs);

    /// <summary>Adds the result of <see cref="Run"/> to other values, in their place.</summary>
    /// <param name="residual">B×O×H×W, channels-last.</param>
    /// <param name="inputs">As for <see cref="Run"/>; not the residual itself.</param>
    void AddTo(Tensor residual, params ReadOnlySpan<Tensor> inputs);

    /// <summary>The result of <see cref="Run"/> on two inputs, of which the second is given up: its memory may hold the result.</summary>
    /// <param name="first">B×I×H×W, channels-last, without gradients.</param>
    /// <param name="second">The same; it is the result, or it is disposed.</param>
    /// <returns>B×O×H×W, channels-last.</returns>
    Tensor RunInPlace(Tensor first, Tensor second);
}
