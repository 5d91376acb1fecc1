using System.Runtime.CompilerServices;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>The masks that the user made for some frames of a clip.</summary>
/// <param name="masks">The masks by the time stamps of their frames, counted from the clip's beginning.</param>
internal sealed class GivenMasks(IReadOnlyDictionary<long, GivenMask> masks)
{
    /// <summary>The time stamp 0 of the frames, counted from the clip's beginning.</summary>
    public long Start { get; init; }

    /// <summary>The same masks for frames whose time stamps begin later.</summary>
    public GivenMasks From(long start) => new(masks) { Start = start };

    /// <summary>Frames in, the same frames out; those that have a given mask refer to it.</summary>
    public async IAsyncEnumerable<MaskedFrame> MarkAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return masks.TryGetValue(Start + frame.Frame.Timestamp, out var given) ? frame with { Given = given } : frame;
        }
    }
}
