using System.Globalization;
using U2Video.Cli.Parsing;

namespace U2Video.Cli.Tests.Parsing;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData(".5", 0.5)]
    [InlineData("-3", -3)]
    [InlineData("3e-4", 0.0003)]
    public void Numbers_have_a_decimal_point_in_every_culture(string text, double expected)
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal(expected, NumberText.Real(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("0,5")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("one")]
    public void Other_texts_are_not_numbers(string text)
    {
        Assert.Null(NumberText.Real(text));
        Assert.Null(NumberText.Whole(text));
        Assert.Null(NumberText.Count(text));
    }

    [Fact]
    public void Counts_have_no_sign() => Assert.Equal((-1L, (int?)null), (NumberText.Whole("-1")!.Value, NumberText.Count("-1")));

    [Fact]
    public void Ranges_say_which_of_their_ends_they_hold()
    {
        Assert.Equal("from 0 to 16", $"{new NumberRange(0, 16)}");
        Assert.Equal("of at least 1", $"{new NumberRange(1)}");
        Assert.Equal("above 0", $"{new NumberRange(0) { ExcludesLeast = true }}");
        Assert.Equal("above 0, up to 1", $"{new NumberRange(0, 1) { ExcludesLeast = true }}");
        Assert.Equal("from 0, below 1", $"{new NumberRange(0, 1) { ExcludesMost = true }}");
        var open = new NumberRange(0, 1) { ExcludesLeast = true, ExcludesMost = true };
        Assert.Equal("above 0, below 1", $"{open}");
        Assert.Equal([false, true, false], new[] { 0, 0.5, 1 }.Select(open.Holds));
        Assert.Equal([true, true, false], new[] { 0, 1, 1.1 }.Select(NumberRange.Share.Holds));
    }
}
