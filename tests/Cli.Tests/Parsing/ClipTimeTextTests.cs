using U2Video.Cli.Parsing;

namespace U2Video.Cli.Tests.Parsing;

public sealed class ClipTimeTextTests
{
    [Theory]
    [InlineData(0, "0.000", "0:00.000")]
    [InlineData(4170833, "0.417", "0:00.417")]
    [InlineData(4179999, "0.417", "0:00.417")]
    [InlineData(37234800000, "3723.480", "1:02:03.480")]
    public void Times_are_rounded_down_and_read_back(long ticks, string exact, string readable)
    {
        var time = TimeSpan.FromTicks(ticks);

        Assert.Equal((exact, readable), (ClipTimeText.Exact(time), ClipTimeText.Readable(time)));
        Assert.InRange(ClipTime.Parse("--from", exact)!.Value, time - TimeSpan.FromMilliseconds(1), time);
    }
}
