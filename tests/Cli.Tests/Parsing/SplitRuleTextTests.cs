using U2Video.Cli.Parsing;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public class SplitRuleTextTests
{
    [Theory]
    [InlineData("every:10")]
    [InlineData("counts:30984/2941/500")]
    [InlineData("fraction:0.1/0.05/7")]
    [InlineData("list:lists/my split.txt")]
    [InlineData("list:C:/lists/a:b.txt")]
    public void A_rule_is_read_from_the_text_that_it_writes(string text) =>
        Assert.Equal(text, SplitRuleText.Parse("--split", text).ToString());

    [Fact]
    public void Texts_mean_the_rules_that_code_makes()
    {
        Assert.Equal(SplitRule.EveryNth(10), SplitRuleText.Parse("--split", "every:10"));
        Assert.Equal(SplitRule.Counts(3, 2, 1), SplitRuleText.Parse("--split", "counts:3/2/1"));
        Assert.Equal(SplitRule.Fractions(0.1, 0.05), SplitRuleText.Parse("--split", "fraction:0.1/0.05"));
        Assert.Equal(SplitRule.ListFile("a/b"), SplitRuleText.Parse("--split", "list:a/b"));
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
    public void Other_texts_are_refused_by_the_name_of_the_option(string text)
    {
        var error = Assert.Throws<UsageException>(() => SplitRuleText.Parse("--split", text));

        Assert.StartsWith($"--split {text}: ", error.Message, StringComparison.Ordinal);
    }
}
