using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Encoding;

public class GifTimelineTests
{
    [Fact]
    public void Thirty_frames_a_second_become_three_three_four()
    {
        var delays = Delays(new Rational(1, 30), Enumerable.Range(0, 301).Select(frame => (long)frame));

        Assert.Equal(300, delays.Count);
        Assert.Equal(1000, delays.Sum());
        Assert.All(delays, delay => Assert.InRange(delay, 3, 4));
    }

    [Fact]
    public void Frames_too_fast_for_players_are_left_out_without_losing_time()
    {
        var delays = Delays(new Rational(1, 120), Enumerable.Range(0, 1201).Select(frame => (long)frame));

        Assert.All(delays, delay => Assert.InRange(delay, 2, 3));
        Assert.InRange(delays.Sum(), 998, 1000);
    }

    [Fact]
    public void Variable_times_are_kept() =>
        Assert.Equal([5L, 100, 3], Delays(new Rational(1, 1000), [0, 50, 1050, 1080]));

    private static List<long> Delays(Rational timeBase, IEnumerable<long> timestamps)
    {
        var timeline = new GifTimeline(timeBase);
        var places = timestamps.Select(timeline.Place).Where(place => place is not null).Select(place => place!.Value).ToList();
        return [.. places.Zip(places.Skip(1), (start, end) => end - start)];
    }
}
