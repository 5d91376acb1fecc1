using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Media;

public class RationalTests
{
    [Theory]
    [InlineData(1001, 1, 30000, 100, 3)]
    [InlineData(-1001, 1, 30000, 100, -3)]
    [InlineData(1, 1, 2, 1, 1)]
    [InlineData(long.MaxValue, 1, 90000, 90000, long.MaxValue)]
    public void Rescales_to_the_nearest_tick(long ticks, long numerator, long denominator, long targetDenominator, long expected) =>
        Assert.Equal(expected, new Rational(numerator, denominator).Rescale(ticks, new Rational(1, targetDenominator)));

    [Fact]
    public void Absolute_times_do_not_drift()
    {
        var frameRate = new Rational(30000, 1001);

        for (var frame = 0L; frame < 1_000_000; frame += 997)
        {
            var ticks = frameRate.Inverse.Rescale(frame, new Rational(1, 100));
            Assert.InRange(ticks - (frame * 1001 / 300.0), -0.5, 0.5);
        }
    }
}
