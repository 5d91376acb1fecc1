using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// A frame that repeats the one before, picture and mask, as in a frozen clip or one with a higher frame rate than it was recorded with. It
/// has to keep the smoothed mask of its original. Its own average would differ, because its window differs, and the mask would change
/// where nothing in the picture does.
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
