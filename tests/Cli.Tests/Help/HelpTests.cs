using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests.Help;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Program.AllCommands().Select(command => command.CallName())];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_shows_its_own_usage_in_lines_of_100_columns(string name)
    {
        var run = await RunAsync([.. name.Split(' ').Skip(1), "--help"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        var lines = run.Output.TrimEnd().Split('\n');
        var usage = lines[Array.IndexOf(lines, "Usage:") + 1];
        Assert.StartsWith($"  {name} ", usage, StringComparison.Ordinal);
        Assert.Equal(name is "u2video" or "u2video plan" or "u2video check", usage.Contains("INPUT", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, HelpWriter.Width));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public async Task The_program_lists_its_commands_and_groups_its_options()
    {
        var help = (await RunAsync("--help")).Output;

        Assert.All(
            ["train", "eval", "check", "bench", "models", "doctor"],
            name => Assert.Contains($"\n  {name} ", help, StringComparison.Ordinal));
        var places = new[]
        {
            "\nCommands:", "\nInput:", "\n  --from TIME", "\nOutputs:", "\n  --cutout ", "\nMask:", "\n  --smooth ",
            "\nSpeed:", "\n  --batch ", "\nOther:",
        }.Select(text => help.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task A_group_of_commands_lists_them() =>
        Assert.Contains("\n  convert IN OUT ", (await RunAsync("models", "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_required_and_what_holds_otherwise_is_said()
    {
        var help = (await RunAsync("eval", "-h")).Output.ReplaceLineEndings(" ");

        Assert.Matches("May be given several +times. Required.", help);
        Assert.Matches("Default: +8\\.", help);
    }

    [Fact]
    public void Every_option_has_a_heading_and_a_description()
    {
        foreach (var command in Program.AllCommands())
        {
            Assert.Equal(["--help", "--verbose", "--version"], command.OptionGroups()[^1].Options.Select(option => option.Name)
                .Union(["--version"]).Order(StringComparer.Ordinal));
            Assert.All(command.OptionGroups().SelectMany(group => group.Options), option => Assert.EndsWith(
                ".", HelpText.Description(option), StringComparison.Ordinal));
            Assert.All(command.Arguments, argument => Assert.EndsWith(".", argument.Description, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Old_spellings_are_not_shown()
    {
        var help = (await RunAsync("train", "--help")).Output;

        Assert.Contains("--start NAME|FILE", help, StringComparison.Ordinal);
        Assert.All(["--from", "--background ", " --precision", "seed|"], old => Assert.DoesNotContain(old, help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mistake_points_to_the_help_of_its_command()
    {
        var run = await RunAsync("models", "list", "--bogus");

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.EndsWith("See u2video models list --help.\n", run.Error, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
