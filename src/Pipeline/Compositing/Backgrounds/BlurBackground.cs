using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Edges;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>
/// The frame itself out of focus, without its subject: a mean weighted by how much of a pixel is background (normalised convolution:
/// H. Knutsson, C.-F. Westin, "Normalized and differential convolution", CVPR 1993), so that no halo of the subject is left.
/// </summary>
/// <param name="radius">The blur's standard deviation in pixels; null is a fortieth of the frame's longer side.</param>
internal sealed class BlurBackground(double? radius) : IBackground
{
    private const double DefaultShare = 1.0 / 40;

    // A blur so wide needs no finer grid than one on which it is still so many cells wide.
    private const double RadiusInCells = 3;

    // Where next to no background is in reach, its mean colour over all of the frame stands in.
    private const double WeightOfMean = 1e-3;

    /// <inheritdoc/>
    public ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation)
    {
        using var pixels = FrameMat.Of(matted.Frame);
        using var mask = FrameMat.Of(matted.Mask);
        using var alpha = FrameMat.Of(matted.Alpha);
        using var target = FrameMat.Of(canvas);
        Paint(pixels.Mat, mask.Mat, alpha.Mat, target.Mat);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Paint(Mat pixels, Mat mask, Mat alpha, Mat target)
    {
        var deviation = radius ?? (Math.Max(pixels.Cols, pixels.Rows) * DefaultShare);
        var cell = Math.Max(1, deviation / RadiusInCells);
        var grid = new Size((int)Math.Ceiling(pixels.Cols / cell), (int)Math.Ceiling(pixels.Rows / cell));

        using var mixed = new MixedColours(pixels, mask, alpha, grid);
        var (colours, weights) = (mixed.Background, mixed.BackgroundWeight);
        Cv2.Multiply(colours, weights, colours);
        var (sum, weight) = (Cv2.Mean(colours), Cv2.Mean(weights).Val0);
        var mean = weight > 0 ? new Scalar(sum.Val0 / weight, sum.Val1 / weight, sum.Val2 / weight) : Scalar.All(0);
        Cv2.GaussianBlur(colours, colours, default, deviation / cell);
        Cv2.GaussianBlur(weights, weights, default, deviation / cell);
        Cv2.Add(colours, new Scalar(mean.Val0 * WeightOfMean, mean.Val1 * WeightOfMean, mean.Val2 * WeightOfMean), colours);
        Cv2.Add(weights, Scalar.All(WeightOfMean), weights);
        Cv2.Divide(colours, weights, colours);

        using var samples = new Mat();
        colours.ConvertTo(samples, target.Type(), target.LargestSample());
        Cv2.Resize(samples, target, target.Size(), interpolation: InterpolationFlags.Linear);
    }
}
