using TorchSharp;
using TorchSharp.Modules;
using U2Video.Core.Networks.Fast;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// The fused output directly from the stages, for callers that do not need the side outputs. Fusion is a weighted sum, and so is
/// up-sampling; therefore each side's share is weighted at its own size, with the fusion's weight multiplied into the side's.
/// </summary>
internal sealed class FusedSides : IDisposable
{
    private readonly Tensor[] _weights;
    private readonly Tensor[] _biases;
    private readonly SideConvolution[] _fast = [];

    /// <summary>Takes copies of the weights, on their device.</summary>
    /// <param name="sides">The side outputs' convolutions, from fine to coarse, in float32.</param>
    /// <param name="fuse">The fusion's 1×1 convolution, in float32.</param>
    /// <param name="precision">Of what the stages give. Sums are float32 whatever it is.</param>
    public FusedSides(IReadOnlyList<Conv2d> sides, Conv2d fuse, ScalarType precision)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var factors = fuse.weight!.reshape(-1);

        // A convolution with one output is slow, because oneDNN computes 16. Nine products of each pixel and nine shifts replace it.
        _weights = [.. sides.Select((side, i) =>
            (side.weight![0] * factors[i]).reshape(-1, 9).contiguous().to(precision).DetachFromDisposeScope())];
        _biases = [.. sides.Select((side, i) =>
            (side.bias! * factors[i]).Plus(i == 0 ? fuse.bias! : zeros_like(fuse.bias!)).DetachFromDisposeScope())];
        if (precision == ScalarType.Float32 && fuse.weight!.device_type == DeviceType.CPU)
        {
            _fast = [.. _weights.Zip(_biases, (weight, bias) => new SideConvolution(weight, bias.item<float>()))];
        }
    }

    /// <summary>Computes the logits, B×1×H×W at the first stage's size, from the stages d1 to d5 and e6.</summary>
    public Tensor Run(IReadOnlyList<Tensor> stages)
    {
        using var scope = NewDisposeScope();
        var sum = Share(stages[0], 0);
        for (var i = 1; i < stages.Count; i++)
        {
            sum.AddInPlace(UpSampling.UpTo(Share(stages[i], i), sum));
        }

        return sum.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Array.ForEach(_fast, side => side.Dispose());
        Array.ForEach(_weights, weight => weight.Dispose());
        Array.ForEach(_biases, bias => bias.Dispose());
    }

    // 3×3, padding 1. Each of the nine planes is shifted opposite to its place in the kernel; zeros fill the border. Pixels are the rows of
    // the product, because then threads share whole rows, and the sums do not depend on how many threads there are.
    private Tensor Share(Tensor x, int side)
    {
        if (_fast.Length > 0 && SideConvolution.Suits(x))
        {
            return _fast[side].Run(x);
        }

        var (batch, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var pixels = x.permute(0, 2, 3, 1).reshape(-1, channels);
        var products = matmul(pixels, _weights[side]).to(ScalarType.Float32).t().reshape(9, batch, height, width);
        var padded = nn.functional.pad(products, [1, 1, 1, 1]);
        var sum = Plane(0).Plus(_biases[side]);
        for (var place = 1; place < 9; place++)
        {
            sum.AddInPlace(Plane(place));
        }

        return sum.unsqueeze(1);

        Tensor Plane(int place) => padded[place].narrow(1, place / 3, height).narrow(2, place % 3, width);
    }
}
