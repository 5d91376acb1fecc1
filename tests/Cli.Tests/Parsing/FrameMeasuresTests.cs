using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;

namespace U2Video.Cli.Tests.Parsing;

public sealed class FrameMeasuresTests
{
    [Fact]
    public void Lengths_and_areas_are_pixels_or_shares()
    {
        Assert.Equal(new FrameLength(-2.5), FrameMeasures.Length("--grow", "-2.5"));
        Assert.Equal(new FrameLength(0.02, IsShare: true), FrameMeasures.Length("--grow", "2%"));
        Assert.Equal(new FrameArea(400), FrameMeasures.Area("--drop-specks", "400"));
        Assert.Equal(new FrameArea(0.001, IsShare: true), FrameMeasures.Area("--drop-specks", "0.1%"));
    }

    [Fact]
    public void Places_regions_and_levels_are_read()
    {
        var half = new FrameLength(0.5, IsShare: true);

        Assert.Equal(new Pick(640, half), FrameMeasures.Pick("--pick", "640,50%"));
        Assert.Equal(new Pick(1, 2, TimeSpan.FromSeconds(62.5)), FrameMeasures.Pick("--pick", "1,2@1:02.5"));
        Assert.Equal(new FrameRegion(0, half, 10, half), FrameMeasures.Region("--region", "0,50%,10,50%"));
        Assert.Equal(new Levels(0.1, 0.9), FrameMeasures.Levels("--levels", "0.1:0.9"));
        Assert.Equal(new Levels(0, 1, 1.5), FrameMeasures.Levels("--levels", "0:1:1.5"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("5px")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    public void What_is_no_length_is_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => FrameMeasures.Length("--grow", text));

        Assert.StartsWith($"--grow {text}: give ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5,5,5")]
    [InlineData("5,5@")]
    [InlineData("5,5@1@2")]
    [InlineData("x,5")]
    public void What_is_no_place_is_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => FrameMeasures.Pick("--pick", text));

        Assert.StartsWith("--pick ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("0:1:2:3")]
    [InlineData("a:b")]
    public void What_is_no_levels_is_refused(string text) =>
        Assert.Throws<UsageException>(() => FrameMeasures.Levels("--levels", text));
}
