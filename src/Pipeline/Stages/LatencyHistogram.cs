namespace U2Video.Pipeline.Stages;

/// <summary>
/// How long frames took, in steps of a millisecond. It takes as much memory for a stream that runs for weeks as for a short one.
/// </summary>
/// <remarks>Several threads may use it at once.</remarks>
internal sealed class LatencyHistogram
{
    // Longer times count as this one; the largest is kept exactly beside it.
    private const int MostMilliseconds = 10_000;

    private readonly Lock _guard = new();
    private readonly long[] _counts = new long[MostMilliseconds + 1];
    private long _total;
    private TimeSpan _largest;

    /// <summary>Adds one time.</summary>
    public void Add(TimeSpan time)
    {
        lock (_guard)
        {
            _counts[(int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, MostMilliseconds)]++;
            _total++;
            _largest = time > _largest ? time : _largest;
        }
    }

    /// <summary>
    /// The times that so many percent of the frames do not exceed, rounded up to milliseconds; that of 100 is exact. Empty without a frame.
    /// </summary>
    /// <param name="percents">Above 0, up to 100, in ascending order.</param>
    public IReadOnlyDictionary<int, TimeSpan> Percentiles(params IReadOnlyList<int> percents)
    {
        lock (_guard)
        {
            return _total == 0 ? new Dictionary<int, TimeSpan>() : percents.ToDictionary(percent => percent, Percentile);
        }
    }

    private TimeSpan Percentile(int percent)
    {
        var wanted = (long)Math.Ceiling(_total * percent / 100.0);
        var milliseconds = 0;
        for (var sum = _counts[0]; sum < wanted; sum += _counts[milliseconds])
        {
            milliseconds++;
        }

        var rounded = TimeSpan.FromMilliseconds(milliseconds);
        return percent == 100 || milliseconds == MostMilliseconds || rounded > _largest ? _largest : rounded;
    }
}
