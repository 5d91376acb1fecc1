using U2Video.Tests;

namespace U2Video.Cli.Tests.Help;

public sealed class OptionReferenceTests
{
    // To accept a change: U2VIDEO_ACCEPT_OPTIONS=1 ./test --filter-class '*OptionReferenceTests', then review the difference.
    [Fact]
    public void The_reference_says_what_the_commands_declare()
    {
        var path = Path.Combine(Fixtures.Path(""), "..", "..", "docs", "options.md");
        var actual = OptionReference.Write(Program.AllCommands());
        if (Environment.GetEnvironmentVariable("U2VIDEO_ACCEPT_OPTIONS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
