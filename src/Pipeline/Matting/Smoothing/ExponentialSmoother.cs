using System.Runtime.CompilerServices;
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// An exponential moving average of the masks, which needs no frame of the future:
/// <code>mask'(t, p) = mask(t, p) + weight · biweight(change(t, t − 1, p)) · (mask'(t − 1, p) − mask(t, p))</code>
/// The past counts where the picture is what it was (<see cref="MotionReference.ChangeFrom"/>, <see cref="SteadinessWeights"/>), and the
/// less the more it changed: jitter is averaged away, and what moves leaves no trail. A scene begins with its own mask.
/// </summary>
/// <param name="weight">What the past counts where nothing changes, 0…1 (1 excluded).</param>
internal sealed class ExponentialSmoother(double weight)
{
    /// <summary>Replaces each mask by its average; frames pass through at once.</summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var raw = new Mat();
        using var past = new Mat();
        MotionReference? before = null;
        try
        {
            await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
            {
                var now = MotionReference.Of(frame.Input);
                Average(frame, now, frame.StartsScene ? null : before, raw, past);
                before?.Dispose();
                before = now;
                yield return frame;
            }
        }
        finally
        {
            before?.Dispose();
        }
    }

    // Raw is the last frame's mask as it came, past as it went out; both are brought up to date.
    private void Average(MaskedFrame frame, MotionReference now, MotionReference? before, Mat raw, Mat past)
    {
        using var mask = FrameMat.Of(frame.Mask);
        using var change = before is null ? null : now.ChangeFrom(before);
        if (change is not null && Repetition.Holds(change, mask.Mat, raw))
        {
            past.CopyTo(mask.Mat);
            return;
        }

        mask.Mat.CopyTo(raw);
        if (change is not null)
        {
            using var weights = new Mat();
            SteadinessWeights.Of(change, weights);
            Cv2.Subtract(past, mask.Mat, past);
            Cv2.Multiply(past, weights, past, weight);
            Cv2.Add(mask.Mat, past, mask.Mat);
        }

        mask.Mat.CopyTo(past);
    }
}
