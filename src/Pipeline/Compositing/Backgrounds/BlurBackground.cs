using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>
/// The frame itself out of focus, without its subject: a mean weighted by how much of a pixel is background (normalized convolution:
/// H. Knutsson, C.-F. Westin, "Normalized and differential convolution", CVPR 1993), so that no halo of the subject is left.
/// </summary>
/// <param name="radius">The blur's standard deviation in pixels; null is a fortieth of the frame's longer side.</param>
internal sealed class BlurBackground(double? radius) : IBackground
{
    private const double DefaultShare = 1.0 / 40;

    // A wide blur is computed on a coarse grid, on which its radius is this many cells.
    private const double RadiusInCells = 3;

    // Where almost no background is in reach, its mean color over the whole frame is taken.
    private const double WeightOfMean = 1e-3;

    /// <inheritdoc/>
    public ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation)
    {
        using var pixels = FrameMat.Of(matted.Frame);
        using var alpha = FrameMat.Of(matted.Alpha);
        using var target = FrameMat.Of(canvas);
        using var background = Background(pixels.Mat, alpha.Mat);
        Blur(pixels.Mat, background, target.Mat);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // How much of what is seen at each pixel is not subject.
    private static Mat Background(Mat pixels, Mat alpha)
    {
        var background = new Mat();
        if (pixels.Channels() == PixelLayout.Rgb24.Channels)
        {
            Cv2.BitwiseNot(alpha, background);
            return background;
        }

        using var own = pixels.OwnAlpha();
        Cv2.Subtract(own, alpha, background);
        return background;
    }

    private void Blur(Mat pixels, Mat background, Mat target)
    {
        var deviation = radius ?? (Math.Max(pixels.Cols, pixels.Rows) * DefaultShare);
        var cell = Math.Max(1, deviation / RadiusInCells);
        var grid = new Size((int)Math.Ceiling(pixels.Cols / cell), (int)Math.Ceiling(pixels.Rows / cell));

        // Multiplied at full size: a cell on the subject's edge would mix what must stay apart.
        using var colors = pixels.Colors();
        using var product = new Mat();
        colors.MultiplyBy(background, product);
        using var sums = product.ToFloats(grid);
        using var weights = background.ToFloats(grid);
        var (sum, weight) = (Cv2.Mean(sums), Cv2.Mean(weights).Val0);
        var share = weight > 0 ? WeightOfMean / weight : 0;
        Cv2.GaussianBlur(sums, sums, default, deviation / cell);
        Cv2.GaussianBlur(weights, weights, default, deviation / cell);
        Cv2.Add(sums, new Scalar(sum.Val0 * share, sum.Val1 * share, sum.Val2 * share), sums);
        Cv2.Add(weights, Scalar.All(WeightOfMean), weights);
        using var divisors = weights.CvtColor(ColorConversionCodes.GRAY2RGB);
        Cv2.Divide(sums, divisors, sums);

        using var samples = new Mat();
        sums.ConvertTo(samples, target.Type(), target.LargestSample());
        Cv2.Resize(samples, target, target.Size(), interpolation: InterpolationFlags.Linear);
    }
}
