using U2Video.Cli.Parsing;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public class MaskValuesTextTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("alpha")]
    [InlineData("inverted")]
    [InlineData("labels")]
    [InlineData("15")]
    [InlineData("1,3-5")]
    [InlineData("0")]
    [InlineData("24000-24999,65534")]
    public void What_is_read_is_written_again(string text) => Assert.Equal(text, MaskValuesText.Parse("--mask-values", text).ToString());

    [Fact]
    public void Ranges_are_read_with_both_ends() => Assert.Equal(
        [(1, 1), (3, 5)], Assert.IsType<MaskValues.Labels>(MaskValuesText.Parse("--mask-values", "1,3-5")).Subject);

    [Theory]
    [InlineData("")]
    [InlineData("person")]
    [InlineData("1,")]
    [InlineData("5-3")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("65536")]
    public void Anything_else_is_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => MaskValuesText.Parse("--mask-values", text));

        Assert.StartsWith($"--mask-values {text}: give auto, alpha, inverted, labels", error.Message, StringComparison.Ordinal);
    }
}
