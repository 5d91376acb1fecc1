using U2Video.Pipeline.Checking;

namespace U2Video.Pipeline.Tests.Checking;

public sealed class DoubtFormulaTests
{
    public static TheoryData<string> Signs => [.. FrameSigns.All.Select(sign => sign.ToString())];

    [Theory]
    [MemberData(nameof(Signs))]
    public void No_sign_makes_a_mask_less_doubtful(string name)
    {
        var sign = Enum.Parse<DoubtSign>(name);
        var doubts = new[] { 0, 0.05, 0.3, 1, 10 }.Select(value => DoubtFormula.Doubt(new FrameSigns { [sign] = value })).ToArray();

        Assert.All(doubts.Zip(doubts.Skip(1)), pair => Assert.True(pair.Second >= pair.First, string.Join(' ', doubts)));
        Assert.All(doubts, doubt => Assert.InRange(doubt, 0, 1));
    }

    [Fact]
    public void A_frame_without_signs_is_hardly_doubtful_and_one_without_its_subject_is() => Assert.True(
        DoubtFormula.Doubt(new FrameSigns()) < MomentFinder.LeastDoubt && DoubtFormula.Doubt(Usual(DoubtSign.Smaller, 3)) > 0.3);

    [Fact]
    public void The_largest_sign_is_the_reason()
    {
        Assert.Equal([DoubtReason.Holes], DoubtReasons.Of(Usual(DoubtSign.Holes, 0.5)));
        Assert.Equal([DoubtReason.Flicker], DoubtReasons.Of(Usual(DoubtSign.Jump, 0.5)));
        Assert.Equal([DoubtReason.Unsure], DoubtReasons.Of(Usual(DoubtSign.Disagreement, 0.9)));
        Assert.Equal([DoubtReason.Larger], DoubtReasons.Of(Usual(DoubtSign.Larger, 1)));
    }

    [Theory]
    [InlineData(0.05, "Smaller")]
    [InlineData(0.001, "Missing")]
    public void A_smaller_mask_may_be_missing(double area, string reason)
    {
        var signs = Usual(DoubtSign.Smaller, 2);
        (signs.Area, signs.UsualArea) = (area, 0.15);

        Assert.Equal(reason, DoubtReasons.Of(signs)[0].ToString());
    }

    // The other signs as they are in most frames.
    private static FrameSigns Usual(DoubtSign sign, double value) => new()
    {
        [DoubtSign.SoftMask] = 0.05,
        [DoubtSign.Disagreement] = 0.03,
        [sign] = value,
    };
}
