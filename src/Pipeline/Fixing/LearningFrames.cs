using OpenCvSharp;
using U2Video.Core.Data.Masks;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Training.Fixing;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Fixing;

/// <summary>Makes the examples that a model learns from.</summary>
internal static class LearningFrames
{
    // Masks are certain below and above these values.
    private const double SureBackground = 0.1;
    private const double SureSubject = 0.9;

    /// <summary>A corrected frame.</summary>
    public static FixExample Corrected(Frame frame, Mat mask, InputSize size)
    {
        using var bytes = new Mat();
        mask.ConvertTo(bytes, MatType.CV_8UC1, (double)byte.MaxValue / mask.LargestSample());
        return FixExample.Of(frame, bytes, size);
    }

    /// <summary>A frame of the same clip with the model's own mask, in which pixels are ignored where the mask is not certain.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="predictor">The model before it learns.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<FixExample> AnchorAsync(Frame frame, MaskPredictor predictor, CancellationToken cancellation)
    {
        using var input = predictor.ToInput(frame);
        using var mask = (await predictor.PredictInputsAsync([input], OutputNormalization.None, cancellation).ConfigureAwait(false))[0];
        using var values = FrameMat.Of(mask);
        using var bytes = new Mat();
        using var unsure = new Mat();
        values.Mat.ConvertTo(bytes, MatType.CV_8UC1, byte.MaxValue);
        Cv2.InRange(values.Mat, Scalar.All(SureBackground), Scalar.All(SureSubject), unsure);
        MaskPlanes.Ignore(bytes, unsure);
        return FixExample.Of(frame, bytes, new InputSize(mask.Width, mask.Height));
    }
}
