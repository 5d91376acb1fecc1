using U2Video.Cli.Parsing;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public class LossTextTests
{
    [Theory]
    [InlineData("bce")]
    [InlineData("bce,iou:0.5")]
    [InlineData("laplacian:2,ssim")]
    public void Texts_are_read_and_written(string text) => Assert.Equal(text, LossText.Parse("--loss", text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("dice")]
    [InlineData("bce,bce")]
    [InlineData("bce:0")]
    [InlineData("bce:-1")]
    [InlineData("bce:x")]
    [InlineData("bce:1:2")]
    [InlineData("bce:NaN")]
    public void Other_texts_are_wrong_usage(string text)
    {
        var error = Assert.Throws<UsageException>(() => LossText.Parse("--loss", text));

        Assert.StartsWith($"--loss {text}: ", error.Message, StringComparison.Ordinal);
    }
}
