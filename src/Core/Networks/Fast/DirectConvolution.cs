using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>A convolution in oneDNN's fastest way, with weights in its own layout.</summary>
internal sealed class DirectConvolution : IConvolution
{
    private readonly Tensor[] _weights;
    private readonly Tensor _bias;
    private readonly int _dilation;

    /// <param name="weight">O×I×3×3.</param>
    /// <param name="bias">O values; they remain the caller's.</param>
    /// <param name="dilation">The dilation; the padding is the same, so that height and width stay.</param>
    /// <param name="inputs">Inputs like those of <see cref="Run"/>; inputs of other sizes work too, but more slowly.</param>
    public DirectConvolution(Tensor weight, Tensor bias, int dilation, params ReadOnlySpan<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        (_bias, _dilation) = (bias, dilation);

        // Both ways move memory: joining the inputs writes and reads all inputs again, two steps write and read all outputs again.
        var joins = weight.shape[0] >= weight.shape[1];
        long[] channels = joins ? [weight.shape[1]] : [.. inputs.ToArray().Select(input => input.shape[1])];
        _weights = new Tensor[channels.Length];
        var (height, width) = UpSampling.LargestSize(inputs);
        var start = 0L;
        for (var i = 0; i < channels.Length; i++)
        {
            var part = weight.narrow(1, start, channels[i]).contiguous();
            _weights[i] = OneDnn.Pack(part, dilation, dilation, [inputs[0].shape[0], channels[i], height, width]).DetachFromDisposeScope();
            start += channels[i];
        }
    }

    public Tensor Run(params ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length == 1)
        {
            return OneDnn.Convolve(inputs[0], _weights[0], _bias, _dilation, _dilation, relu: true);
        }

        using var scope = NewDisposeScope();
        var (first, second) = UpSampling.ToLarger(inputs[0], inputs[1]);
        if (_weights.Length == 1)
        {
            return Run(cat([first, second], dim: 1)).MoveToOuterDisposeScope();
        }

        var sum = OneDnn.Convolve(first, _weights[0], _bias, _dilation, _dilation, relu: false);
        OneDnn.ConvolveOnto(sum, second, _weights[1], _dilation, _dilation);
        return sum.MoveToOuterDisposeScope();
    }

    public void AddTo(Tensor residual, params ReadOnlySpan<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        residual.AddInPlace(Run(inputs));
    }

    public Tensor RunInPlace(Tensor first, Tensor second)
    {
        var result = Run(first, second);
        second.Dispose();
        return result;
    }

    public void Dispose() => Array.ForEach(_weights, weight => weight.Dispose());
}
