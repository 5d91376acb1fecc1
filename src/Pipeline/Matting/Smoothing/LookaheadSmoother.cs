using System.Runtime.CompilerServices;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// Replaces each mask by a weighted mean over the frames around it:
/// <code>mask'(t, p) = Σ w(s, p) · mask(s, p) / Σ w(s, p), s = t − r … t + r, w(t, p) = 1, w(s, p) = biweight(change(t, s,
/// p))</code> The window reaches as far into the future as into the past, so the mean belongs to the frame's own time: nothing lags behind,
/// and an error of the network in a single frame is outvoted from both sides. All frames of the window have the same weight, which removes
/// most noise for the number of frames. A frame loses weight only where its picture differs (<see cref="MotionReference.ChangeFrom"/>,
/// <see cref="SteadinessWeights"/>), because something moved there and its mask says nothing about the present one. Where all others
/// differ, the mask stays as it is. The picture decides, not the mask, because a mask that jumps while the picture stands still is the
/// error that smoothing removes.
/// <para>
/// Near the ends of a scene r shrinks to what is there on both sides. So the first and the last frame of a scene keep their masks, and
/// nothing crosses a cut. Memory: 2·radius + 1 frames at most, half of them at full size.
/// </para>
/// </summary>
/// <param name="radius">r, in frames.</param>
internal sealed class LookaheadSmoother(int radius)
{
    /// <summary>Replaces each mask by its mean. A frame comes out when at most as many frames as the radius have followed it.</summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var window = new LookaheadWindow(radius);
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            // The window owns the frame before anything is yielded, so that nothing is left when the reader stops.
            window.Add(frame);
            while (window.TryTake() is { } smoothed)
            {
                yield return smoothed;
            }
        }

        window.End();
        while (window.TryTake() is { } smoothed)
        {
            yield return smoothed;
        }
    }
}
