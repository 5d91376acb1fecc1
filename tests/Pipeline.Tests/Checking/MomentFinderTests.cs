using U2Video.Pipeline.Checking;

namespace U2Video.Pipeline.Tests.Checking;

public sealed class MomentFinderTests
{
    [Fact]
    public void Neighbors_are_one_moment_and_the_worst_comes_first()
    {
        double[] doubts = [.. Flat(10), 0.2, 0.3, 0.2, .. Flat(20), 0.8, 0.7, .. Flat(10)];

        Assert.Equal([new DoubtfulMoment(33, 34, 33), new DoubtfulMoment(10, 12, 11)], MomentFinder.Find(doubts, index => index == 0));
    }

    [Fact]
    public void A_moment_ends_at_a_cut()
    {
        double[] doubts = [.. Flat(10), 0.5, 0.5, 0.4, 0.4, .. Flat(10)];

        Assert.Equal(
            [new DoubtfulMoment(10, 11, 10), new DoubtfulMoment(12, 13, 12)], MomentFinder.Find(doubts, index => index is 0 or 12));
    }

    [Fact]
    public void There_are_ten_at_most()
    {
        double[] doubts = [.. Enumerable.Range(0, 12).SelectMany(i => (double[])[0.9 - (0.01 * i), .. Flat(20)])];

        Assert.Equal(Enumerable.Range(0, 10).Select(i => 21 * i), MomentFinder.Find(doubts, index => index == 0).Select(one => one.Worst));
    }

    [Fact]
    public void Good_masks_have_no_moment() => Assert.Empty(MomentFinder.Find(Flat(50), index => index == 0));

    private static double[] Flat(int count) => [.. Enumerable.Repeat(0.02, count)];
}
