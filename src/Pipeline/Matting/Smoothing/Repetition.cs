using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// A frame that repeats the one before, picture and mask: a frozen clip, or one shown at a higher rate than it was made at. It has to
/// keep the mask that its original was given. Averaged by itself it would get another, for its window is another: then masks would
/// change where nothing does.
/// </summary>
internal static class Repetition
{
    /// <summary>Whether a frame repeats another.</summary>
    /// <param name="change">The map of changes between them.</param>
    /// <param name="mask">The frame's mask, not smoothed.</param>
    /// <param name="before">The other's mask, not smoothed.</param>
    public static bool Holds(Mat change, Mat mask, Mat before) =>
        Cv2.CountNonZero(change) == 0 && Cv2.Norm(mask, before, NormTypes.INF) == 0;
}
