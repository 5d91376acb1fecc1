using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// <see cref="U2Net"/> as a graph of values instead of tensors. ONNX files are written from it, and foreign files
/// are compared with it.
/// </summary>
/// <param name="Fused">The fused logits.</param>
/// <param name="Sides">The logits of the six side outputs, fine to coarse.</param>
internal sealed record U2NetGraph(Value.Convolution Fused, IReadOnlyList<Value> Sides)
{
    /// <summary>Traces a network of these heights and this wiring. The widths do not appear in the graph.</summary>
    public static U2NetGraph Trace(U2NetVariant variant)
    {
        var (en, de, wiring) = (variant.Encoder, variant.Decoder, variant.Wiring);

        var e1 = Block("stage1", en[0], new Value.Picture(), wiring);
        var e2 = Block("stage2", en[1], Pool(e1, wiring), wiring);
        var e3 = Block("stage3", en[2], Pool(e2, wiring), wiring);
        var e4 = Block("stage4", en[3], Pool(e3, wiring), wiring);
        var e5 = Block("stage5", en[4], Pool(e4, wiring), wiring);
        var e6 = Block("stage6", en[5], Pool(e5, wiring), wiring);

        var d5 = Block("stage5d", de[4], new Value.Joined(new Value.UpTo(e6, e5), e5), wiring);
        var d4 = Block("stage4d", de[3], new Value.Joined(new Value.UpTo(d5, e4), e4), wiring);
        var d3 = Block("stage3d", de[2], new Value.Joined(new Value.UpTo(d4, e3), e3), wiring);
        var d2 = Block("stage2d", de[1], new Value.Joined(new Value.UpTo(d3, e2), e2), wiring);
        var d1 = Block("stage1d", de[0], new Value.Joined(new Value.UpTo(d2, e1), e1), wiring);

        var s1 = Side("side1", d1);
        Value[] sides =
        [
            s1,
            new Value.UpTo(Side("side2", d2), s1),
            new Value.UpTo(Side("side3", d3), s1),
            new Value.UpTo(Side("side4", d4), s1),
            new Value.UpTo(Side("side5", d5), s1),
            new Value.UpTo(Side("side6", e6), s1),
        ];
        return new U2NetGraph(new Value.Convolution("outconv", new Value.Joined(sides), kernel: 1, dilation: 1, norm: null), sides);
    }

    private static Value.Pooled Pool(Value input, Wiring wiring) => new(input, wiring.CeilPooling);

    // ResidualUBlock.forward.
    private static Value.Sum Block(string name, RsuShape shape, Value input, Wiring wiring)
    {
        var (height, dilated) = (shape.Height, shape.Dilated);
        var residual = Layer("in", input, 1);

        var skips = new Value[height - 1];
        Value deep = residual;
        for (var level = 1; level < height; level++)
        {
            deep = skips[level - 1] = Layer($"{level}", level == 1 || dilated ? deep : Pool(deep, wiring), DilationAt(level));
        }

        deep = Layer($"{height}", deep, dilated ? DilationAt(height) : 2);
        for (var level = height - 1; level >= 1; level--)
        {
            var skip = skips[level - 1];
            var up = dilated || level == height - 1 ? deep : new Value.UpTo(deep, skip);
            deep = Layer($"{level}d", wiring.DeepFirst ? new Value.Joined(up, skip) : new Value.Joined(skip, up), DilationAt(level));
        }

        return new Value.Sum(deep, residual);

        int DilationAt(int level) => dilated ? 1 << (level - 1) : 1;

        Value.Convolution Layer(string level, Value from, int dilation) => new(
            $"{name}.rebnconv{level}.conv_s1", from, kernel: 3, dilation, norm: $"{name}.rebnconv{level}.bn_s1");
    }

    private static Value.Convolution Side(string name, Value input) => new(name, input, kernel: 3, dilation: 1, norm: null);
}
