using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Processing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Cli.Tests;

public class SmoothingOptionTests
{
    [Theory]
    [InlineData("off", SmoothingMode.Off, null, null)]
    [InlineData("ema", SmoothingMode.Ema, 0.7, null)]
    [InlineData("ema:0.25", SmoothingMode.Ema, 0.25, null)]
    [InlineData("lookahead", SmoothingMode.Lookahead, null, 3)]
    [InlineData("lookahead:5", SmoothingMode.Lookahead, null, 5)]
    public void Modes_and_their_numbers_are_read(string text, SmoothingMode mode, double? weight, int? radius)
    {
        var options = SmoothingOption.Parse(text);

        Assert.Equal(mode, options.Mode);
        Assert.Equal(weight ?? options.Weight, options.Weight);
        Assert.Equal(radius ?? options.Radius, options.Radius);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ema:")]
    [InlineData("ema:1")]
    [InlineData("ema:NaN")]
    [InlineData("lookahead:2.5")]
    [InlineData("lookahead:1:2")]
    public void Whatever_else_is_wrong_usage(string text) =>
        Assert.StartsWith("--smooth ", Assert.Throws<UsageException>(() => SmoothingOption.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lookahead_is_the_default() =>
        Assert.Equal("lookahead", SmoothingOption.Create().DefaultValueFactory!(null!));

    [Theory]
    [InlineData(null, MaskNormalization.Auto)]
    [InlineData("auto", MaskNormalization.Auto)]
    [InlineData("none", MaskNormalization.None)]
    [InlineData("minmax", MaskNormalization.MinMax)]
    public void Clips_are_normalized_steadily_unless_asked_otherwise(string? text, MaskNormalization expected) =>
        Assert.Equal(expected, NormalizeOption.ForClip(text));
}
