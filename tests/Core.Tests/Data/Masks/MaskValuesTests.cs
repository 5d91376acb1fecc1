using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data.Masks;

public class MaskValuesTests
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
    public void What_is_read_is_written_again(string text) => Assert.Equal(text, MaskValues.Parse(text).ToString());

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
        var error = Assert.Throws<UsageException>(() => MaskValues.Parse(text));

        Assert.StartsWith($"MaskValues {text}: there are auto, alpha, inverted, labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_hold_their_ends_and_what_is_ignored_is_no_subject()
    {
        var labels = (MaskValues.Labels)MaskValues.Parse("1,3-5,250-255") with { IgnoresHighest = true };

        Assert.Equal([1, 3, 4, 5, 250, 254], new[] { 0, 1, 2, 3, 4, 5, 6, 250, 254, 255 }.Where(value => labels.IsSubject(value, 255)));
    }
}
