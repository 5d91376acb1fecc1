using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// One minus the structural similarity (Wang et al., IEEE TIP 2004) of mask and truth, with a Gaussian window of 11×11 pixels and a
/// deviation of 1.5. It trains the shape of edges. As in BASNet (Qin et al., CVPR 2019, equation 5).
/// </summary>
internal sealed record StructuralSimilarity : MaskLoss
{
    private const int Window = 11;
    private const float Deviation = 1.5f;

    // (0.01 L)² and (0.03 L)² for values of the range L = 1.
    private const double LuminanceConstant = 0.0001;
    private const double ContrastConstant = 0.0009;

    /// <inheritdoc/>
    public override string Name => "ssim";

    internal override Tensor Of(Tensor logits, Tensor masks, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var (predicted, truth) = Known(logits, masks, weights);
        var column = Gaussian(logits.device).view(1, 1, Window, 1);
        var row = column.view(1, 1, 1, Window);

        // All five means are computed with one convolution.
        var means = Blur(cat([predicted, truth, predicted * predicted, truth * truth, predicted * truth], dim: 0)).chunk(5, dim: 0);
        var (mean1, mean2) = (means[0], means[1]);
        var product = mean1 * mean2;
        var (square1, square2) = (mean1 * mean1, mean2 * mean2);
        var variances = (means[2] - square1).Plus(means[3] - square2);
        var covariance = means[4] - product;
        var similarity = product.Times(2).Plus(LuminanceConstant) * covariance.Times(2).Plus(ContrastConstant)
            / (square1.Plus(square2).Plus(LuminanceConstant) * variances.Plus(ContrastConstant));
        var mean = similarity.mean();
        return (ones_like(mean) - mean).MoveToOuterDisposeScope();

        Tensor Blur(Tensor x) =>
            nn.functional.conv2d(nn.functional.conv2d(x, column, padding: [Window / 2, 0]), row, padding: [0, Window / 2]);
    }

    private static Tensor Gaussian(Device device)
    {
        var weights = Enumerable.Range(0, Window).Select(i => MathF.Exp(-MathF.Pow((i - (Window / 2)) / Deviation, 2) / 2)).ToArray();
        var sum = weights.Sum();
        return tensor(weights.Select(weight => weight / sum).ToArray(), device: device);
    }
}
