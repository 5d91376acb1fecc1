using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// An exponential moving average of the masks, which needs no frame of the future:
/// <code>mask'(t, p) = mask(t, p) + weight · biweight(change(t, t − 1, p)) · (mask'(t − 1, p) − mask(t, p))</code>
/// The past counts where the picture has not changed (<see cref="MotionReference.ChangeFrom"/>, <see cref="SteadinessWeights"/>), and the
/// less, the more it has: jitter is averaged away, and moving things leave no trail. A scene begins with its own mask.
/// </summary>
/// <param name="weight">The weight of the past where nothing changes, 0…1 (1 excluded).</param>
internal sealed class ExponentialSmoother(double weight) : IDisposable
{
    // The last frame's mask as it came, and as it went out.
    private readonly Mat _raw = new();
    private readonly Mat _past = new();

    private MotionReference? _before;

    /// <summary>Replaces the mask of the clip's next frame by its average.</summary>
    public void Apply(MaskedFrame frame)
    {
        var now = MotionReference.Of(frame.Input);
        Average(frame.Mask, now, frame.StartsScene ? null : _before);
        _before?.Dispose();
        _before = now;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _before?.Dispose();
        _raw.Dispose();
        _past.Dispose();
    }

    private void Average(Mask frame, MotionReference now, MotionReference? before)
    {
        using var mask = FrameMat.Of(frame);
        using var change = before is null ? null : now.ChangeFrom(before);
        if (change is not null && Repetition.Holds(change, mask.Mat, _raw))
        {
            _past.CopyTo(mask.Mat);
            return;
        }

        mask.Mat.CopyTo(_raw);
        if (change is not null)
        {
            using var weights = new Mat();
            SteadinessWeights.Of(change, weights);
            Cv2.Subtract(_past, mask.Mat, _past);
            Cv2.Multiply(_past, weights, _past, weight);
            Cv2.Add(mask.Mat, _past, mask.Mat);
        }

        mask.Mat.CopyTo(_past);
    }
}
