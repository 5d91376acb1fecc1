using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// How much the mask of another frame counts at a pixel whose picture differs by d levels from that frame's: w(d) = (1 − (d/τ)²)²
/// below τ and 0 from there on (Tukey's biweight). It is flat at 0, so that remaining noise hardly counts; it falls smoothly, so that the
/// border between averaged and other pixels cannot be seen; and it is exactly 0 from τ on, so that moving things leave no trail.
/// </summary>
internal static class SteadinessWeights
{
    /// <summary>τ, in levels of eight bits.</summary>
    public const double SmallestMovement = 12;

    private static readonly Mat Table = Mat.FromArray(Enumerable.Range(0, 256).Select(Weight));

    /// <summary>The weights for a map of changes.</summary>
    /// <param name="change">H×W bytes, as <see cref="MotionReference.ChangeFrom"/> gives them.</param>
    /// <param name="weights">Becomes H×W floats, 0…1.</param>
    public static void Of(Mat change, Mat weights) => Cv2.LUT(change, Table, weights);

    private static float Weight(int change)
    {
        var rest = Math.Max(0, 1 - Math.Pow(change / SmallestMovement, 2));
        return (float)(rest * rest);
    }
}
