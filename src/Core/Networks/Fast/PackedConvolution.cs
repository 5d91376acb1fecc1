using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// A 3×3 convolution with ReLU as oneDNN does it best. Weights are laid out when the first input shows its shape, and the ordinary
/// ones freed then. Safe to run on several threads at the same time.
/// </summary>
/// <param name="weight">O×I×3×3; this takes it over.</param>
/// <param name="bias">O; this takes it over.</param>
/// <param name="dilation">Also the padding, so that height and width stay.</param>
internal sealed class PackedConvolution(Tensor weight, Tensor bias, int dilation) : IDisposable
{
    private readonly int _outputs = (int)weight.shape[0];
    private readonly Lock _packing = new();
    private Tensor? _weight = weight;
    private volatile Tensor[]? _packed;

    /// <summary>B×I×H×W in, B×O×H×W out.</summary>
    public Tensor Run(Tensor x)
    {
        return OneDnn.Convolve(x, Packed(x)[0], bias, dilation, dilation, relu: true);
    }

    /// <summary>The same for two inputs side by side, without ever putting them into one tensor where that costs more.</summary>
    public Tensor Run(Tensor first, Tensor second)
    {
        // Each way moves memory: joining writes and reads all inputs once more, two steps write and read all outputs once more.
        if (_outputs >= first.shape[1] + second.shape[1])
        {
            using var both = cat([first, second], dim: 1);
            return Run(both);
        }

        var packed = Packed(first, second);
        var sum = OneDnn.Convolve(first, packed[0], bias, dilation, dilation, relu: false);
        OneDnn.ConvolveOnto(sum, second, packed[1], dilation, dilation);
        return sum;
    }

    public void Dispose()
    {
        _weight?.Dispose();
        bias.Dispose();
        Array.ForEach(_packed ?? [], part => part.Dispose());
    }

    private Tensor[] Packed(params ReadOnlySpan<Tensor> inputs)
    {
        if (_packed is { } packed)
        {
            return packed;
        }

        lock (_packing)
        {
            return _packed ??= Pack(inputs);
        }
    }

    private Tensor[] Pack(ReadOnlySpan<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        var parts = new Tensor[inputs.Length];
        var start = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = _weight!.narrow(1, start, inputs[i].shape[1]).contiguous();
            parts[i] = OneDnn.Pack(part, dilation, dilation, inputs[i].shape).DetachFromDisposeScope();
            start += inputs[i].shape[1];
        }

        _weight!.Dispose();
        _weight = null;
        return parts;
    }
}
