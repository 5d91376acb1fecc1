namespace U2Video.Pipeline.Encoding;

/// <summary>Where frames stand in an output's time.</summary>
/// <param name="source">The time base of the frames.</param>
/// <param name="container">What holds them.</param>
/// <param name="from">The time in the source that becomes the output's start.</param>
internal sealed class OutputTimeline(Rational source, Container container, TimeSpan from)
{
    private readonly GifTimeline? _gif = container.IsGif ? new GifTimeline(source) : null;
    private long? _origin;

    /// <summary>The time base of the output's frames.</summary>
    public Rational TimeBase => _gif is null ? source : GifTimeline.TimeBase;

    /// <summary>The time of the next frame, in ticks of <see cref="TimeBase"/>; null where it has to be left out.</summary>
    public long? Place(long timestamp)
    {
        _origin ??= container.HoldsStart ? source.Ticks(from) : timestamp;
        var time = Math.Max(0, timestamp - _origin.Value);
        return _gif is null ? time : _gif.Place(time);
    }
}
