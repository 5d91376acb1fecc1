using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary>What is said of values that an option does not take: one line that names the option, the value and what it takes.</summary>
public sealed class OptionValueTests
{
    private static readonly Type[] Numbers = [typeof(int), typeof(int?), typeof(long?), typeof(double?)];

    /// <summary>Command, name and type of every option of the program.</summary>
    private static List<(Command Command, Option Option)> AllOptions =>
        [.. Help.Program.AllCommands().SelectMany(command => command.Options.Select(option => (command, option)))];

    [Fact]
    public async Task Every_number_is_refused_with_a_comma()
    {
        var numbers = AllOptions.Where(one => Numbers.Contains(one.Option.ValueType)).ToList();
        Assert.True(numbers.Count > 25, $"There are only {numbers.Count} options for numbers.");

        foreach (var (command, option) in numbers)
        {
            var required = command.Options.Where(one => one.Required).SelectMany(one => new[] { one.Name, "x" });
            var run = await RunAsync([.. Path(command), .. required, option.Name, "0,5"]);

            Assert.Equal((ExitCode.WrongUsage, ""), (run.Code, run.Output));
            Assert.Matches(
                $"^u2video: {option.Name} 0,5: give a (whole )?number (from|above|of at least) [^\n]+ See [^\n]+ --help.\n$", run.Error);
        }
    }

    [Fact]
    public void Every_option_that_is_not_a_text_or_a_switch_is_a_number() => Assert.All(
        AllOptions.Select(one => one.Option.ValueType).Except(Numbers),
        type => Assert.Contains(type, new[] { typeof(string), typeof(string[]), typeof(bool), typeof(void) }));

    [Theory]
    [InlineData("--wiring x: give official or kimjy99.", "--wiring", "x")]
    [InlineData("--edges x: give guided or fast.", "--edges", "x")]
    [InlineData("--progress x: give auto, plain, json or none.", "--progress", "x")]
    [InlineData("--precision x: give auto, fp32, fp16 or bf16.", "--precision", "x")]
    [InlineData("--jobs 0: give a whole number from 1 to 64.", "--jobs", "0")]
    [InlineData("--jobs -5: give a whole number from 1 to 64.", "--jobs", "-5")]
    [InlineData("--quality 1.5: give a whole number from 0 to 100.", "--quality", "1.5")]
    [InlineData("--reuse many: give a number from 0 to 16.", "--reuse", "many")]
    [InlineData("--stream 99999999999: give a whole number of at least 0.", "--stream", "99999999999")]
    public async Task What_is_refused_is_named_with_what_is_taken(string line, params string[] arguments)
    {
        var run = await RunAsync(["in.mp4", "--mask", "out.mkv", .. arguments]);

        Assert.Equal((ExitCode.WrongUsage, "", $"u2video: {line} See u2video --help.\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task An_earlier_name_of_a_wiring_is_taken()
    {
        var run = await RunAsync(["in.mp4", "--mask", "out.mkv", "--wiring", "seed"]);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("u2video: in.mp4: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models foo: there is no such command; give list, pull, inspect or convert.", "models", "foo")]
    [InlineData("models: give a command: list, pull, inspect or convert.", "models")]
    public async Task Of_commands_with_commands_the_names_are_said(string line, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((ExitCode.WrongUsage, "", $"u2video: {line} See u2video models --help.\n"), (run.Code, run.Output, run.Error));
    }

    [Theory]
    [InlineData("--panels: is for --combined and", "in.mp4", "--mask", "out.mkv", "--panels", "foo")]
    [InlineData("--background: is for --composite and", "in.mp4", "--mask", "out.mkv", "--background", "blur")]
    [InlineData("--alpha: is for --cutout and", "in.mp4", "--mask", "out.mkv", "--alpha", "straight")]
    [InlineData("--decontaminate: is for --cutout or --composite and", "in.mp4", "--mask", "out.mkv", "--decontaminate", "off")]
    [InlineData("--raw: is for raw frames on stdin;", "in.mp4", "--mask", "out.mkv", "--raw", "rgb24")]
    [InlineData("--size-in: is for raw frames on stdin;", "in.mp4", "--mask", "out.mkv", "--size-in", "64x48")]
    [InlineData("--fps: in.mp4 has times of its own;", "in.mp4", "--mask", "out.mkv", "--fps", "25")]
    [InlineData("--fps: is for raw frames; give --raw", "-", "--mask", "out.mkv", "--fps", "25")]
    public async Task An_option_that_nothing_uses_is_refused(string beginning, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((ExitCode.WrongUsage, ""), (run.Code, run.Output));
        Assert.StartsWith("u2video: " + beginning, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    private static IEnumerable<string> Path(Command command) => command.CallName().Split(' ').Skip(1);

    private static Task<ProgramRun> RunAsync(string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
