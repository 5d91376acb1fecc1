using U2Video.Cli.Parsing;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public class InputSizingTextTests
{
    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("AUTO", "auto")]
    [InlineData("320", "320")]
    [InlineData("352x192", "352x192")]
    [InlineData("64X64", "64")]
    public void Sizes_are_read(string text, string expected) => Assert.Equal(expected, InputSizingText.Parse("--size", text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("320x")]
    [InlineData("-320")]
    [InlineData("1x2x3")]
    [InlineData("1,024")]
    [InlineData("automatic")]
    public void Other_texts_are_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => InputSizingText.Parse("--size", text));

        Assert.StartsWith($"--size {text}: give auto, a side", error.Message, StringComparison.Ordinal);
    }
}
