using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Repeats frames where some are missing. A container without times has only the number of a frame to tell when it is shown; without this,
/// all that follows a missing frame would come too early. A longer gap than <see cref="LongestGap"/> is a jump of the times, which are
/// counted anew from there.
/// </summary>
/// <param name="sink">Takes the frames; it is taken over.</param>
/// <param name="timeBase">The unit of the frames' times.</param>
/// <param name="rate">Frames a second.</param>
/// <param name="jumped">Is told by how much the times jumped.</param>
internal sealed class ConstantRateSink(IFrameSink sink, Rational timeBase, Rational rate, Action<TimeSpan>? jumped = null) : IFrameSink
{
    /// <summary>The longest gap that is filled: the difference from which on ffmpeg takes times for a jump, too.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    private readonly Rational _frameTime = rate.Inverse;
    private Frame? _last;
    private long _first;
    private long _count;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
    {
        if (_last is null)
        {
            _first = frame.Timestamp;
        }

        var number = timeBase.Rescale(frame.Timestamp - _first, _frameTime);
        var gap = new TimeSpan(_frameTime.Rescale(number - _count, new Rational(1, TimeSpan.TicksPerSecond)));
        if (gap.Duration() > LongestGap)
        {
            jumped?.Invoke(gap);
            _first = frame.Timestamp - _frameTime.Rescale(_count, timeBase);
            number = _count;
        }

        for (; _last is not null && _count < number; _count++)
        {
            var time = _first + _frameTime.Rescale(_count, timeBase);
            _last = _last.MovedTo(time);
            await sink.WriteAsync(_last, cancellation).ConfigureAwait(false);
        }

        await sink.WriteAsync(frame, cancellation).ConfigureAwait(false);
        _count++;
        Keep(frame);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellation) => sink.CompleteAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _last?.Dispose();
        return sink.DisposeAsync();
    }

    // The frame stays the caller's.
    private void Keep(Frame frame)
    {
        var copy = new Frame(frame.Width, frame.Height, frame.Timestamp, frame.Layout);
        frame.Pixels.CopyTo(copy.Pixels);
        _last?.Dispose();
        _last = copy;
    }
}
