using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// A convolution in the way that is fastest for the first inputs' size. The weights are laid out for it at the first inputs, and the
/// original ones are freed.
/// </summary>
/// <param name="weight">O×I×3×3; this object takes ownership.</param>
/// <param name="bias">O values; this object takes ownership.</param>
/// <param name="dilation">The dilation; the padding is the same, so that height and width stay.</param>
internal sealed class FastConvolution(Tensor weight, Tensor bias, int dilation) : IConvolution
{
    private readonly Lock _choosing = new();
    private volatile IConvolution? _chosen;

    public Tensor Run(params ReadOnlySpan<Tensor> inputs) => (_chosen ?? Choose(inputs)).Run(inputs);

    public void AddTo(Tensor residual, params ReadOnlySpan<Tensor> inputs) => (_chosen ?? Choose(inputs)).AddTo(residual, inputs);

    public Tensor RunInPlace(Tensor first, Tensor second) => (_chosen ?? Choose([first, second])).RunInPlace(first, second);

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
        _chosen?.Dispose();
    }

    private IConvolution Choose(ReadOnlySpan<Tensor> inputs)
    {
        lock (_choosing)
        {
            if (_chosen is null)
            {
                _chosen = WinogradConvolution.Suits(weight, dilation, inputs)
                    ? new WinogradConvolution(weight, bias)
                    : new DirectConvolution(weight, bias, dilation, inputs);
                weight.Dispose();
            }

            return _chosen;
        }
    }
}
