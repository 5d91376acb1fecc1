using TorchSharp.Modules;
using U2Video.Core.Networks.Fast;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>3×3 convolution, batch normalization, ReLU: the only kind of layer in U²-Net. It keeps height and width.</summary>
internal sealed class ConvBatchNormRelu : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv;
    private readonly BatchNormalization _norm;
    private readonly int _dilation;
    private bool _folded;
    private FastConvolution? _fast;
    private ChannelStatistics? _observed;

    public ConvBatchNormRelu(string name, int input, int output, int dilation = 1)
        : base(name)
    {
        _dilation = dilation;
        _conv = nn.Conv2d(input, output, kernel_size: 3, padding: dilation, dilation: dilation);
        _norm = new BatchNormalization(output);
        register_module("conv_s1", _conv);
        register_module("bn_s1", _norm);
    }

    public override Tensor forward(Tensor x)
    {
        if (_fast is not null)
        {
            return _fast.Run(x);
        }

        using var scope = NewDisposeScope();
        var y = MixedPrecision.Convolve(_conv, x);
        _observed?.Add(y);
        return (_folded ? y : _norm.call(y)).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The layer on two inputs, the channels of the first before those of the second. The smaller is enlarged to the size of the larger.
    /// </summary>
    public Tensor Join(Tensor first, Tensor second)
    {
        if (_fast is not null)
        {
            return _fast.Run(first, second);
        }

        using var scope = NewDisposeScope();
        var (one, other) = UpSampling.ToLarger(first, second);
        return call(cat([one, other], dim: 1)).MoveToOuterDisposeScope();
    }

    /// <summary><see cref="Join"/>, whose second input is taken over: its memory may hold the result.</summary>
    public Tensor JoinInPlace(Tensor first, Tensor second)
    {
        if (_fast is not null)
        {
            return _fast.RunInPlace(first, second);
        }

        var joined = Join(first, second);
        second.Release();
        return joined;
    }

    /// <summary>Adds the result of <see cref="Join"/> to other values, in their place, without gradients.</summary>
    public void AddTo(Tensor residual, Tensor first, Tensor second)
    {
        if (_fast is not null)
        {
            _fast.AddTo(residual, first, second);
            return;
        }

        using var scope = NewDisposeScope();
        residual.AddInPlace(Join(first, second));
    }

    /// <summary>
    /// Multiplies the normalization's fixed statistics into the convolution. This is for inference only: afterwards the layer can
    /// neither be trained nor saved.
    /// </summary>
    public void FoldBatchNorm()
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var (weight, bias) = _norm.Folded(_conv.weight!, _conv.bias!);
        _conv.weight!.copy_(weight);
        _conv.bias!.copy_(bias);
        _folded = true;
    }

    /// <inheritdoc cref="BatchNormalization.IsUntouched"/>
    public bool HasUntouchedNorm => _norm.IsUntouched;

    /// <summary>Begins to measure the convolution's outputs in forward passes in evaluation mode.</summary>
    public void ObserveConvolution() => _observed = new ChannelStatistics();

    /// <summary>
    /// Turns an identity into a normalization by the measured statistics, followed by the scale and shift
    /// that undo it: the same function in evaluation mode, and about the same in training mode.
    /// </summary>
    public void RestoreNorm()
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var (mean, variance) = _observed!.MeanAndVariance();
        _norm.SetStatistics(mean, variance);
    }

    /// <summary>Ends the measurement and frees its memory.</summary>
    public void ForgetObserved()
    {
        _observed?.Dispose();
        _observed = null;
    }

    /// <summary>Hands the folded weights over to where they are computed fastest; the module keeps none.</summary>
    /// <param name="precision">
    /// Of the weights and of what comes in. The bias stays in float32, because its rounding would move all pixels one way.
    /// </param>
    public void Accelerate(ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        _fast = new FastConvolution(
            _conv.weight!.detach().to(precision, copy: true).DetachFromDisposeScope(),
            _conv.bias!.detach().clone().DetachFromDisposeScope(),
            _dilation);
        _conv.weight!.set_(empty(0, dtype: _conv.weight.dtype));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fast?.Dispose();
            _observed?.Dispose();
        }

        base.Dispose(disposing);
    }

    // The constructor registers the children under the official names; the default would register each field again.
    protected override void RegisterComponents()
    {
    }
}
