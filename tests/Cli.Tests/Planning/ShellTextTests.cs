using U2Video.Cli.Commands.Planning;

namespace U2Video.Cli.Tests.Planning;

public sealed class ShellTextTests
{
    private static readonly string[] Words =
    [
        "plain.mp4", "with space.mp4", "it's.mp4", "\"quoted\".mp4", "$(id)`id`$HOME", "*?[a-z]{1,2}~!", "back\\slash", "", "#ff0000",
        "two\nlines", "tab\tEND_OF_PART\n", "größe 影片 🎬", "-1", "a;b|c&d>e", "ends with \\", "\u0007bell",
    ];

    [Fact]
    public void Bash_reads_every_word_as_it_is()
    {
        var run = Bash.Run($"printf '%s\\0' {ShellText.Command(Words)}", new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" });

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(Words, run.Output.Split('\0')[..^1]);
    }

    [Fact]
    public void A_word_that_needs_no_quotes_has_none() => Assert.Equal("/mnt/a-b_c.mp4", ShellText.Word("/mnt/a-b_c.mp4"));

    [Fact]
    public void A_comment_stays_one_line() => Assert.Equal("a?b", ShellText.Comment("a\nb"));
}
