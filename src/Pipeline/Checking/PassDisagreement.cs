using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Pipeline.Checking;

/// <summary>
/// Shows the network a frame in two other ways, mirrored and smaller, and compares the masks: where it is sure of a subject, it finds the
/// same one. A pass costs as much as a frame, so only some frames are shown.
/// </summary>
/// <param name="predictor">The network; it stays the caller's.</param>
/// <param name="normalization">How the masks of the run are normalized, each by itself.</param>
internal sealed class PassDisagreement(MaskPredictor predictor, OutputNormalization normalization)
{
    // Every eighth frame costs a quarter more passes.
    private const int Interval = 8;

    private const double Shrink = 7.0 / 8;
    private const int Unit = 32;

    private int _sinceLast = Interval;

    /// <summary>Compares the masks of the clip's next frame; null for frames that are not shown.</summary>
    /// <param name="input">The network's input; it stays the caller's.</param>
    /// <param name="mask">The frame's own mask, not yet normalized over time; it stays the caller's.</param>
    /// <param name="startsScene">Whether the frame begins a scene.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>1 − Σ min / Σ max, 0…1, the mean of both passes.</returns>
    public async Task<double?> NextAsync(Frame input, Mask mask, bool startsScene, CancellationToken cancellation)
    {
        if (++_sinceLast < Interval && !startsScene)
        {
            return null;
        }

        _sinceLast = 0;
        using var mirrored = Like(input, input.Width, input.Height, (from, to) => Cv2.Flip(from, to, FlipMode.Y));
        using var smaller = Like(
            input, Less(input.Width), Less(input.Height), (from, to) => Cv2.Resize(from, to, to.Size(), 0, 0, InterpolationFlags.Area));
        var first = await ComparedAsync(mirrored, mask, isMirrored: true, cancellation).ConfigureAwait(false);
        var second = await ComparedAsync(smaller, mask, isMirrored: false, cancellation).ConfigureAwait(false);
        return (first + second) / 2;
    }

    /// <summary>1 − Σ min / Σ max of two masks of the same size, 0…1; nearly 0 where both are nearly empty.</summary>
    internal static double Between(Mat one, Mat other)
    {
        using var low = new Mat();
        using var high = new Mat();
        Cv2.Min(one, other, low);
        Cv2.Max(one, other, high);
        var (shared, all) = (Cv2.Sum(low).Val0, Cv2.Sum(high).Val0);
        return (all - shared) / Math.Max(all, MaskShape.SmallestArea * one.Total());
    }

    private static int Less(int side) => Math.Max(Unit, (int)Math.Round(side * Shrink / Unit) * Unit);

    private static Frame Like(Frame input, int width, int height, Action<Mat, Mat> make)
    {
        var frame = new Frame(width, height, input.Timestamp, input.Layout);
        using var from = FrameMat.Of(input);
        using var to = FrameMat.Of(frame);
        make(from.Mat, to.Mat);
        return frame;
    }

    private async Task<double> ComparedAsync(Frame shown, Mask mask, bool isMirrored, CancellationToken cancellation)
    {
        using var other = (await predictor.PredictInputsAsync([shown], normalization, cancellation).ConfigureAwait(false))[0];
        using var own = FrameMat.Of(mask);
        using var seen = FrameMat.Of(other);
        using var sized = seen.Mat.Resize(own.Mat.Size(), 0, 0, InterpolationFlags.Linear);
        if (isMirrored)
        {
            Cv2.Flip(sized, sized, FlipMode.Y);
        }

        return Between(own.Mat, sized);
    }
}
