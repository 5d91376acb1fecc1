using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Fixing;

/// <summary>Decodes a clip and keeps the frames that are learned from.</summary>
internal static class ClipLook
{
    // Frames are compared at this size, as the network of the built-in model sees them.
    private const int Side = 256;

    /// <summary>Reads frames up to the last one that is wanted.</summary>
    /// <param name="source">The clip, from its first frame on.</param>
    /// <param name="corrected">The corrected frames.</param>
    /// <param name="anchors">The numbers of other frames that are wanted.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The corrected frames in order, and then the others; the caller owns them.</returns>
    /// <exception cref="InputException">The clip cannot be decoded to there.</exception>
    public static async Task<IReadOnlyList<LearningFrame>> ReadAsync(
        IFrameSource source, IReadOnlyList<CorrectedFrame> corrected, IReadOnlyList<long> anchors, CancellationToken cancellation)
    {
        var masks = corrected.ToDictionary(frame => frame.Index, frame => frame.Mask);
        var last = masks.Keys.Concat(anchors).Max();
        var (frames, index, scene, cuts) = (new List<LearningFrame>(), 0L, 0, new SceneCuts());
        try
        {
            await foreach (var frame in source.ReadFramesAsync(cancellation).ConfigureAwait(false))
            {
                scene += StartsScene(frame, cuts) ? 1 : 0;
                if (masks.TryGetValue(index, out var mask) || anchors.Contains(index))
                {
                    frames.Add(new LearningFrame(frame, scene, mask));
                }
                else
                {
                    frame.Dispose();
                }

                if (index++ == last)
                {
                    return [.. frames.OrderBy(kept => kept.Mask is null)];
                }
            }

            throw new InputException(
                $"{source.Media.Name}: only {index} frames of it can be decoded, and frame {last} is needed; repair the clip first.");
        }
        catch
        {
            frames.ForEach(frame => frame.Dispose());
            throw;
        }
    }

    private static bool StartsScene(Frame frame, SceneCuts cuts)
    {
        using var small = new Frame(Side, Side);
        InputResizing.Resize(frame, small);
        return cuts.StartsWith(small);
    }
}
