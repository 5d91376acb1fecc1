using CsCheck;
using U2Video.Cli.Commands.Planning;

namespace U2Video.Cli.Tests.Planning;

public sealed class PartCountTests
{
    // 2 s beside the frames, so a part needs 18 s of its own: 180 frames.
    [Theory]
    [InlineData(10, 1)]
    [InlineData(359, 1)]
    [InlineData(360, 2)]
    [InlineData(1800, 10)]
    [InlineData(1e9, PartCount.Most)]
    public void A_part_has_nine_tenths_of_its_time_for_its_own_frames(double frames, int parts) =>
        Assert.Equal(parts, PartCount.Choose(frames, new PartCosts(10, 1, 0.5, 5)));

    [Fact]
    public void What_is_chosen_keeps_the_share_and_one_more_does_not() =>
        Gen.Select(Gen.Double[1, 1e6], Gen.Double[0.1, 500], Gen.Double[0.1, 30], Gen.Double[0, 60], Gen.Double[0, 40]).Sample(
            (frames, speed, start, input, overlap) =>
            {
                var costs = new PartCosts(speed, start, input, overlap);
                var parts = PartCount.Choose(frames, costs);

                Assert.InRange(parts, 1, PartCount.Most);
                Assert.True(parts == 1 || Share(parts) <= PartCount.LargestShareBeside + 1e-9);
                Assert.True(parts == PartCount.Most || Share(parts + 1) > PartCount.LargestShareBeside - 1e-9);

                double Share(int count) => costs.SecondsBeside / costs.SecondsOf(frames / count);
            });

    [Fact]
    public void Parts_times_and_shares_follow_from_the_costs()
    {
        var plan = new PartPlan(4, 1000, 250, new PartCosts(FramesPerSecond: 10, StartSeconds: 2, SeekSeconds: 1, OverlapFrames: 7));

        Assert.Equal(102, plan.SecondsWhole, 6);
        Assert.Equal(28.7, plan.SecondsOfPart, 6);
        Assert.Equal(4 * 3.7 / 100, plan.ShareBeside, 6);
        Assert.Equal(0.021, plan.ShareOfOverlap, 6);
    }
}
