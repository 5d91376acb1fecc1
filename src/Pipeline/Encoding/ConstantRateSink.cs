using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Repeats frames where some are missing. A container without times has only the number of a frame to tell when it is shown; without this,
/// all that follows a missing frame would come too early.
/// </summary>
/// <param name="sink">Takes the frames; it is taken over.</param>
/// <param name="timeBase">The unit of the frames' times.</param>
/// <param name="rate">Frames a second.</param>
internal sealed class ConstantRateSink(IFrameSink sink, Rational timeBase, Rational rate) : IFrameSink
{
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

        for (var number = timeBase.Rescale(frame.Timestamp - _first, _frameTime); _last is not null && _count < number; _count++)
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
