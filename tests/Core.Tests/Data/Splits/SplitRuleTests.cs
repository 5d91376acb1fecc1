using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data.Splits;

public class SplitRuleTests
{
    [Theory]
    [InlineData("every:10")]
    [InlineData("counts:30984/2941/500")]
    [InlineData("fraction:0.1/0.05/7")]
    [InlineData("list:lists/my split.txt")]
    [InlineData("list:C:/lists/a:b.txt")]
    public void A_rule_is_read_from_the_text_that_it_writes(string text) => Assert.Equal(text, SplitRule.Parse(text).ToString());

    [Fact]
    public void Texts_mean_the_rules_that_code_makes()
    {
        Assert.Equal(SplitRule.EveryNth(10), SplitRule.Parse("every:10"));
        Assert.Equal(SplitRule.Counts(3, 2, 1), SplitRule.Parse("counts:3/2/1"));
        Assert.Equal(SplitRule.Fractions(0.1, 0.05), SplitRule.Parse("fraction:0.1/0.05"));
        Assert.Equal(SplitRule.ListFile("a/b"), SplitRule.Parse("list:a/b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("every")]
    [InlineData("every:")]
    [InlineData("every:1")]
    [InlineData("every:99999999999")]
    [InlineData("counts:1/2")]
    [InlineData("counts:0/2/3")]
    [InlineData("counts:5/-1/3")]
    [InlineData("counts:2147483647/1/0")]
    [InlineData("fraction:0.5/0.5")]
    [InlineData("fraction:0,5/0,1")]
    [InlineData("fraction:NaN/0.1")]
    [InlineData("fraction:-0.1/0.1")]
    [InlineData("list:")]
    [InlineData("half")]
    public void Other_texts_are_refused(string text) => Assert.Throws<UsageException>(() => SplitRule.Parse(text));
}
