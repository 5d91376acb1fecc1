using OpenCvSharp;
using U2Video.Core.Inference;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>
/// A picture of masks over time: one row of the mask for each frame, below the row of the frame before; the ways of smoothing side by side.
/// </summary>
internal static class TimeSlices
{
    private const double Row = 0.45;
    private const int Frames = 96;
    private const int Gap = 6;

    /// <summary>Writes the picture of a clip as PNG.</summary>
    public static async Task WriteAsync(string clipPath, string picturePath, MaskPredictor predictor, string cache)
    {
        var frames = await CompressedClip.ReadAsync(clipPath, Frames).ConfigureAwait(false);
        var clip = await PredictedClip.PredictAsync(new Clip(clipPath, frames, null, []), predictor, cache).ConfigureAwait(false);
        var (width, height) = (clip.Inputs[0].Width, clip.Inputs[0].Height);
        using var picture = new Mat(frames.Count * 2, (Smoothers.All.Count * (width + Gap)) - Gap, MatType.CV_8UC1, Scalar.All(96));
        var left = 0;
        foreach (var (_, smooth) in Smoothers.All)
        {
            var masks = await Smoothers.RunAsync(clip, smooth, new CpuWatch()).ConfigureAwait(false);
            for (var y = 0; y < 2 * frames.Count; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    picture.Set(y, left + x, (byte)(255 * masks[y / 2][((int)(Row * height) * width) + x]));
                }
            }

            left += width + Gap;
        }

        Cv2.ImWrite(picturePath, picture);
    }
}
