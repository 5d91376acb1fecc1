using TorchSharp;
using TorchSharp.Modules;
using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;
using static U2Video.Core.Networks.Fast.UpSampling;

namespace U2Video.Core.Networks;

/// <summary>
/// U²-Net (Qin et al., "U²-Net: Going deeper with nested U-structure for salient object detection", arXiv 2005.09007, figure 5):
/// a U of eleven stages, each of which is a U itself. Six of them also have a side output, and the side outputs are fused.
/// </summary>
/// <remarks>
/// Input: B×3×H×W, normalized as in training. H and W are free in the official wiring and must divide by 32 in kimjy99's.
/// Parameters carry the official names (<c>stage1.rebnconvin.conv_s1.weight</c>), whatever the wiring.
/// Several threads may predict with it at once in evaluation mode and without gradients; everything else is for one thread.
/// </remarks>
public sealed class U2Net : nn.Module<Tensor, U2NetOutput>
{
    private readonly ResidualUBlock _en1, _en2, _en3, _en4, _en5, _en6;
    private readonly ResidualUBlock _de1, _de2, _de3, _de4, _de5;
    private readonly Conv2d _side1, _side2, _side3, _side4, _side5, _side6;
    private readonly Conv2d _fuse;
    private FusedSides? _fusedSides;

    /// <summary>Builds the network with torch's default initialization.</summary>
    public U2Net(U2NetVariant variant)
        : base(variant.Name)
    {
        // The scope frees the temporary tensors of the initialization; the modules own the parameters.
        using var scope = NewDisposeScope();
        Variant = variant;
        var (en, de, wiring) = (variant.Encoder, variant.Decoder, variant.Wiring);

        _en1 = Stage("stage1", en[0]);
        _en2 = Stage("stage2", en[1]);
        _en3 = Stage("stage3", en[2]);
        _en4 = Stage("stage4", en[3]);
        _en5 = Stage("stage5", en[4]);
        _en6 = Stage("stage6", en[5]);

        _de5 = Stage("stage5d", de[4]);
        _de4 = Stage("stage4d", de[3]);
        _de3 = Stage("stage3d", de[2]);
        _de2 = Stage("stage2d", de[1]);
        _de1 = Stage("stage1d", de[0]);

        _side1 = Add("side1", nn.Conv2d(de[0].Out, 1, kernel_size: 3, padding: 1));
        _side2 = Add("side2", nn.Conv2d(de[1].Out, 1, kernel_size: 3, padding: 1));
        _side3 = Add("side3", nn.Conv2d(de[2].Out, 1, kernel_size: 3, padding: 1));
        _side4 = Add("side4", nn.Conv2d(de[3].Out, 1, kernel_size: 3, padding: 1));
        _side5 = Add("side5", nn.Conv2d(de[4].Out, 1, kernel_size: 3, padding: 1));
        _side6 = Add("side6", nn.Conv2d(en[5].Out, 1, kernel_size: 3, padding: 1));
        _fuse = Add("outconv", nn.Conv2d(6, 1, kernel_size: 1));

        ResidualUBlock Stage(string name, RsuShape shape) => Add(name, new ResidualUBlock(name, shape, wiring));
    }

    /// <summary>The widths and the wiring that this network was built with.</summary>
    public U2NetVariant Variant { get; }

    /// <summary>Runs the network. The result's tensors belong to the caller's dispose scope.</summary>
    public override U2NetOutput forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (d1, d2, d3, d4, d5, e6) = Stages(x);

        // Side outputs, all at the picture's size, and their fusion
        var s1 = Side(_side1, d1);
        var s2 = UpTo(Side(_side2, d2), s1);
        var s3 = UpTo(Side(_side3, d3), s1);
        var s4 = UpTo(Side(_side4, d4), s1);
        var s5 = UpTo(Side(_side5, d5), s1);
        var s6 = UpTo(Side(_side6, e6), s1);
        var fused = _fuse.call(cat([s1, s2, s3, s4, s5, s6], dim: 1));

        var output = new U2NetOutput(fused, [s1, s2, s3, s4, s5, s6]);
        foreach (var logits in output.All)
        {
            logits.MoveToOuterDisposeScope();
        }

        // No scope holds weights and input, so they are kept alive here until libtorch has finished with them.
        GC.KeepAlive(x);
        GC.KeepAlive(this);
        return output;
    }

    /// <summary>
    /// Runs the network for its fused output alone, which is faster after <see cref="PrepareForInference"/>. The result is the same as
    /// <see cref="U2NetOutput.Fused"/> apart from rounding, and belongs to the caller's dispose scope.
    /// </summary>
    public Tensor PredictFused(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (_fusedSides is null)
        {
            return call(x).Fused.MoveToOuterDisposeScope();
        }

        var (d1, d2, d3, d4, d5, e6) = Stages(x);
        var fused = _fusedSides.Run([d1, d2, d3, d4, d5, e6]).MoveToOuterDisposeScope();
        GC.KeepAlive(x);
        GC.KeepAlive(this);
        return fused;
    }

    // Logits are float32 for any type of activations, because their sum and the loss need the precision.
    private static Tensor Side(Conv2d side, Tensor x) => MixedPrecision.Convolve(side, x).to(side.weight!.dtype);

    private (Tensor D1, Tensor D2, Tensor D3, Tensor D4, Tensor D5, Tensor E6) Stages(Tensor x)
    {
        var wiring = Variant.Wiring;

        // Encoder
        var e1 = _en1.call(x);
        var e2 = Pooled(_en2, e1);
        var e3 = Pooled(_en3, e2);
        var e4 = Pooled(_en4, e3);
        var e5 = Pooled(_en5, e4);
        var e6 = Pooled(_en6, e5);

        // Decoder
        var d5 = _de5.Join(e6, e5);
        var d4 = _de4.Join(d5, e4);
        var d3 = _de3.Join(d4, e3);
        var d2 = _de2.Join(d3, e2);
        var d1 = _de1.Join(d2, e1);
        return (d1, d2, d3, d4, d5, e6);

        Tensor Pooled(ResidualUBlock stage, Tensor previous)
        {
            var pooled = Pooling.Halve(previous, wiring);
            var result = stage.call(pooled);
            pooled.Release();
            return result;
        }
    }

    /// <summary>
    /// Multiplies every batch normalization into its convolution, which makes inference faster and changes the results by
    /// rounding only. The network can afterwards neither be trained nor saved.
    /// </summary>
    public void FoldBatchNorm()
    {
        eval();
        foreach (var layer in Layers)
        {
            layer.FoldBatchNorm();
        }
    }

    /// <summary>
    /// Brings the network, which has to be on its final device, into the form that is fastest there: normalizations folded,
    /// weights channels-last or in oneDNN's own layout. Inputs must then be channels-last and of this precision, without gradients.
    /// The network can afterwards neither be trained, saved nor moved.
    /// </summary>
    /// <param name="precision">The type of weights and computation: float32, bfloat16, or on CUDA float16.</param>
    public void PrepareForInference(ScalarType precision = ScalarType.Float32)
    {
        FoldBatchNorm();
        MemoryLayout.ToChannelsLast(this);
        _fusedSides = new FusedSides([_side1, _side2, _side3, _side4, _side5, _side6], _fuse, precision);
        if (_fuse.weight!.device_type == DeviceType.CPU && OneDnn.IsAvailable)
        {
            foreach (var layer in Layers)
            {
                layer.Accelerate(precision);
            }
        }

        this.to(precision);
    }

    /// <summary>
    /// Excludes the encoder from training: its weights take no gradient, and its batch normalizations use their statistics without
    /// changing them. Call this again after each <c>train()</c>, which undoes the latter.
    /// </summary>
    public void FreezeEncoder()
    {
        foreach (var stage in EncoderStages)
        {
            stage.eval();
        }

        foreach (var parameter in EncoderParameters)
        {
            parameter.requires_grad = false;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fusedSides?.Dispose();
            ActivationPool.Trim();
        }

        base.Dispose(disposing);
    }

    /// <summary>The weights of the six encoder stages.</summary>
    internal IEnumerable<Parameter> EncoderParameters => EncoderStages.SelectMany(stage => stage.parameters());

    private ResidualUBlock[] EncoderStages => [_en1, _en2, _en3, _en4, _en5, _en6];

    /// <summary>All layers, from the input to the output.</summary>
    internal IEnumerable<ConvBatchNormRelu> Layers => modules().OfType<ConvBatchNormRelu>();

    private T Add<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>Does nothing, because the constructor registers all children under the official names.</summary>
    protected override void RegisterComponents()
    {
    }
}
