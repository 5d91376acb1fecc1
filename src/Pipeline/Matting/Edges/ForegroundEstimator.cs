using System.Numerics;
using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// The colors that the subject has where frame and mask mix it with the background. Blur-fusion: colors of subject and background
/// are means over a neighborhood, weighted by the mask, first over a wide and then over a narrow one, and corrected each time so that
/// both mix to what the frame shows. M. Forte, F. Pitié, "Approximate fast foreground colour estimation", ICIP 2021. Here the
/// means are taken on grids coarser than the frame, which hardly changes them.
/// </summary>
internal static class ForegroundEstimator
{
    // About how many cells the two grids have along the longer side, and how many cells each mean reaches: at 1280 pixels, the means are
    // over 208 and 12 pixels.
    private const int WideGrid = 80;
    private const int WideReach = 6;
    private const int NarrowGrid = 320;
    private const int NarrowReach = 1;

    private const int Colors = 3;

    /// <summary>Estimates the colors of one frame.</summary>
    /// <param name="frame">The frame, of three or four channels.</param>
    /// <param name="mask">How much of each pixel's color is the subject's: gray, of the frame's size and depth.</param>
    /// <param name="alpha">How much of the subject is seen: the mask, times the frame's own alpha where it has one.</param>
    /// <returns>
    /// RGB of the frame's size, depth and time: the frame itself where the mask is full, and black where the mask is empty in all of
    /// the narrow neighborhood, so that nothing of the background is left. The caller owns it.
    /// </returns>
    public static Frame Estimate(Frame frame, Frame mask, Frame alpha) => NewFrame.Like(frame, frame.Layout.ToRgb(), result =>
    {
        using var pixels = FrameMat.Of(frame);
        using var masks = FrameMat.Of(mask);
        using var alphas = FrameMat.Of(alpha);
        using var colors = pixels.Mat.Colors();
        using var narrow = MixedColors.Of(pixels.Mat, masks.Mat, alphas.Mat, GridFor(colors, NarrowGrid));
        using var wide = narrow.Coarser(GridFor(colors, WideGrid));
        wide.Spread(WideReach);
        narrow.StartFrom(wide);
        narrow.Spread(NarrowReach);
        using var subject = ToPixels(narrow.Subject, colors);
        using var background = ToPixels(narrow.Background, colors);
        Correct(colors, masks.Mat, subject, background, result);
    });

    // Rows have whole vectors, because cells need not be quite square.
    private static Size GridFor(Mat colors, int cells)
    {
        var cell = Math.Max(1, (double)Math.Max(colors.Cols, colors.Rows) / cells);
        return new Size(VectorRow.RoundUp((int)Math.Ceiling(colors.Cols / cell)), (int)Math.Ceiling(colors.Rows / cell));
    }

    // Converted to samples before it is enlarged, so that there is at most a quarter of the memory to move.
    private static Mat ToPixels(Mat floats, Mat like)
    {
        using var samples = new Mat();
        floats.ConvertTo(samples, like.Type(), like.LargestSample());
        return samples.Resize(like.Size(), interpolation: InterpolationFlags.Linear);
    }

    /// <summary>
    /// subject + mask · (frame − (mask · subject + (1 − mask) · background)), with mask 0…1. Where the mask is full that is the frame, and
    /// where it is empty it is the subject's color.
    /// </summary>
    internal static void Correct(Mat frame, Mat mask, Mat subject, Mat background, Mat result)
    {
        if (frame.Depth() == MatType.CV_8U)
        {
            Correct<byte>(frame, mask, subject, background, result);
        }
        else
        {
            Correct<ushort>(frame, mask, subject, background, result);
        }
    }

    private static void Correct<T>(Mat frame, Mat mask, Mat subject, Mat background, Mat result)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        const int length = Colors * MaskSpan.Length;
        var (shown, share, own, other) = (new VectorRow(length), new VectorRow(length), new VectorRow(length), new VectorRow(length));
        var toShare = new Vector<float>(1f / frame.LargestSample());
        var rows = frame.Rows;
        for (var row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> shares = SampleRow.Samples<T>(mask, row), seen = SampleRow.Samples<T>(frame, row);
            ReadOnlySpan<T> front = SampleRow.Samples<T>(subject, row), back = SampleRow.Samples<T>(background, row);
            var corrected = SampleRow.Samples<T>(result, row);
            for (var first = 0; first < shares.Length; first += MaskSpan.Length)
            {
                var count = Math.Min(MaskSpan.Length, shares.Length - first);
                var (from, samples) = (Colors * first, Colors * count);
                switch (MaskSpan.CoverOf(shares.Slice(first, count)))
                {
                    case Cover.None:
                        front.Slice(from, samples).CopyTo(corrected[from..]);
                        break;
                    case Cover.Full:
                        seen.Slice(from, samples).CopyTo(corrected[from..]);
                        break;
                    default:
                        SampleRow.Widen(seen.Slice(from, samples), shown.Values);
                        SampleRow.Widen(front.Slice(from, samples), own.Values);
                        SampleRow.Widen(back.Slice(from, samples), other.Values);
                        MaskSpan.Widen(shares.Slice(first, count), share.Values);
                        MixedColors.Correct(shown.Vectors, share.Vectors, toShare, own.Vectors, other.Vectors);
                        SampleRow.Narrow(own.Values, corrected.Slice(from, samples));
                        break;
                }
            }
        }
    }
}
