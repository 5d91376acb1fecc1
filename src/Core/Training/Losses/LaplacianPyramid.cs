using TorchSharp;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// The mean difference of the Laplacian pyramids (Burt and Adelson, 1983) of mask and truth: each level holds the edges of its scale.
/// As the loss of mattes in Hou and Liu, "Context-Aware Image Matting" (ICCV 2019, equation 4): level s counts 2ˢ⁻¹ times.
/// </summary>
internal sealed record LaplacianPyramid : MaskLoss
{
    private const int Levels = 5;

    // On smaller levels the window would mostly cover the padding around the picture.
    private const long SmallestSide = 4;

    /// <inheritdoc/>
    public override string Name => "laplacian";

    internal override Tensor Of(Tensor logits, Tensor masks, Tensor? weights)
    {
        using var scope = NewDisposeScope();

        // The pyramid is linear, so the pyramid of the difference is the difference of the pyramids.
        var (predicted, truth) = Known(logits, masks, weights);
        var difference = predicted - truth;
        var window = Binomial(logits.device);
        var total = zeros([], device: logits.device);
        for (var level = 0; level < Levels && Math.Min(difference.shape[2], difference.shape[3]) >= SmallestSide; level++)
        {
            var smooth = nn.functional.conv2d(nn.functional.pad(difference, [2, 2, 2, 2], PaddingModes.Replicate), window);
            total = total.Plus((difference - smooth).abs().mean().Times(1 << level));
            difference = nn.functional.avg_pool2d(smooth, 2);
        }

        return total.MoveToOuterDisposeScope();
    }

    // The 5×5 window of Burt and Adelson with a = 3/8.
    private static Tensor Binomial(Device device)
    {
        var line = tensor([1f / 16, 4f / 16, 6f / 16, 4f / 16, 1f / 16], device: device);
        return outer(line, line).view(1, 1, 5, 5);
    }
}
