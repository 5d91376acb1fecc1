using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Outputs;

/// <summary>
/// The frames that a contact sheet needs of a clip: one in the middle of each of as many equal parts as there are moments, and those around
/// it that smooth its mask. All others need not go through the network.
/// </summary>
/// <param name="moments">How many moments are shown.</param>
/// <param name="frames">How many frames the clip is expected to have.</param>
/// <param name="reach">How many frames before and after a moment are needed.</param>
internal sealed class SheetMoments(int moments, long frames, int reach)
{
    private readonly Queue<bool> _isMoment = new();
    private readonly long[] _places =
        [.. Enumerable.Range(0, moments).Select(i => (long)((i + 0.5) * frames / moments)).Distinct()];

    /// <summary>How many frames are shown.</summary>
    public int Count => _places.Length;

    /// <summary>
    /// The frames that are needed; the others are disposed. Of a clip that is much shorter than was expected, the last frame is shown.
    /// </summary>
    public async IAsyncEnumerable<Frame> NeededAsync(
        IAsyncEnumerable<Frame> all, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var index = 0L;
        Frame? last = null;
        try
        {
            await foreach (var frame in all.WithCancellation(cancellation).ConfigureAwait(false))
            {
                last?.Dispose();
                last = null;
                var distance = _places.Min(place => Math.Abs(place - index));
                if (distance <= reach)
                {
                    Pass(isMoment: distance == 0);
                    yield return frame;
                }
                else if (index < _places[0])
                {
                    last = frame;
                }
                else
                {
                    frame.Dispose();
                }

                index++;
            }

            if (last is not null)
            {
                Pass(isMoment: true);
                var only = last;
                last = null;
                yield return only;
            }
        }
        finally
        {
            last?.Dispose();
        }
    }

    private void Pass(bool isMoment)
    {
        lock (_isMoment)
        {
            _isMoment.Enqueue(isMoment);
        }
    }

    /// <summary>The frames that are shown, of those that are needed, in the same order; the others are disposed.</summary>
    public async IAsyncEnumerable<MattedFrame> ShownAsync(
        IAsyncEnumerable<MattedFrame> needed, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var frame in needed.WithCancellation(cancellation).ConfigureAwait(false))
        {
            bool isShown;
            lock (_isMoment)
            {
                isShown = _isMoment.Dequeue();
            }

            if (isShown)
            {
                yield return frame;
            }
            else
            {
                frame.Dispose();
            }
        }
    }
}
