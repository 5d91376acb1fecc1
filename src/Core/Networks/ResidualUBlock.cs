using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// RSU-L (paper, figure 2e): a small U-Net of L levels inside a residual connection, so that one stage sees several scales.
/// RSU-4F is the same U at one size, with dilation 1, 2, 4, 8 instead of pooling.
/// </summary>
internal sealed class ResidualUBlock : nn.Module<Tensor, Tensor>
{
    private readonly ConvBatchNormRelu _input;
    private readonly ConvBatchNormRelu[] _encoder;
    private readonly ConvBatchNormRelu _bottom;
    private readonly ConvBatchNormRelu[] _decoder;
    private readonly bool _dilated;
    private readonly Wiring _wiring;

    public ResidualUBlock(string name, RsuShape shape, Wiring wiring)
        : base(name)
    {
        var (height, input, mid, output, dilated) = shape;
        _dilated = dilated;
        _wiring = wiring;

        _input = Add(new("rebnconvin", input, output));
        _encoder = [.. Enumerable.Range(1, height - 1).Select(level =>
            Add(new($"rebnconv{level}", level == 1 ? output : mid, mid, DilationAt(level))))];
        _bottom = Add(new($"rebnconv{height}", mid, mid, dilated ? DilationAt(height) : 2));
        _decoder = [.. Enumerable.Range(1, height - 1).Select(level =>
            Add(new($"rebnconv{level}d", 2 * mid, level == 1 ? output : mid, DilationAt(level))))];

        int DilationAt(int level) => dilated ? 1 << (level - 1) : 1;
    }

    public override Tensor forward(Tensor x) => InnerU(_input.call(x));

    /// <summary>
    /// The block on two inputs, the channels of the first before those of the second. The first is brought to the second's size. The second
    /// is taken over; it is not needed any more.
    /// </summary>
    public Tensor Join(Tensor deep, Tensor skip) => InnerU(_input.JoinInPlace(deep, skip));

    // The residual is taken over.
    private Tensor InnerU(Tensor residual)
    {
        using var scope = NewDisposeScope();
        var skips = new Tensor[_encoder.Length];
        var deep = residual;
        for (var level = 0; level < _encoder.Length; level++)
        {
            var pooled = level == 0 || _dilated ? deep : Pooling.Halve(deep, _wiring);
            skips[level] = _encoder[level].call(pooled);
            pooled.ReleaseUnless(deep);
            deep = skips[level];
        }

        deep = _bottom.call(deep);
        for (var level = _decoder.Length - 1; level > 0; level--)
        {
            var (first, second) = InOrder(deep, skips[level]);
            var joined = _decoder[level].Join(first, second);
            deep.Release();
            skips[level].Release();
            deep = joined;
        }

        var (one, other) = InOrder(deep, skips[0]);
        if (is_grad_enabled())
        {
            return _decoder[0].Join(one, other).Plus(residual).MoveToOuterDisposeScope();
        }

        _decoder[0].AddTo(residual, one, other);
        return residual;
    }

    private (Tensor First, Tensor Second) InOrder(Tensor deep, Tensor skip) => _wiring.DeepFirst ? (deep, skip) : (skip, deep);

    private ConvBatchNormRelu Add(ConvBatchNormRelu layer)
    {
        register_module(layer.GetName(), layer);
        return layer;
    }

    // The constructor registers the children under the official names; the default would register each field again.
    protected override void RegisterComponents()
    {
    }
}
