using System.CommandLine;
using System.CommandLine.Help;
using U2Video.Cli.Commands;
using U2Video.Cli.Commands.Bench;
using U2Video.Cli.Commands.Checking;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Parts;
using U2Video.Cli.Commands.Planning;
using U2Video.Cli.Commands.Plugin;
using U2Video.Cli.Commands.Processing;
using U2Video.Cli.Commands.Training;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli;

/// <summary>The program without its process: parses, runs, reports. Streams are injected so that tests can read them.</summary>
/// <param name="output">What was asked for goes here, and nothing else.</param>
/// <param name="error">Progress, notices and errors.</param>
/// <param name="registry">The models that have a name; null: those that the library knows.</param>
/// <param name="prepare">Done before a command's work, and not for its help.</param>
internal sealed class CommandLine(TextWriter output, TextWriter error, ModelRegistry? registry = null, Action? prepare = null)
{
    private static readonly TimeSpan GraceAfterSignal = TimeSpan.FromSeconds(5);

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show the stack trace of an error.",
        Recursive = true,
    };

    private readonly ModelRegistry _registry = registry ?? ModelRegistry.Default;

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        var parsed = CreateRoot().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"u2video: {Mistake(parsed)} See {parsed.CommandResult.Command.CallName()} --help.")
                .ConfigureAwait(false);
            return ExitCode.WrongUsage;
        }

        try
        {
            if (parsed.Action == parsed.CommandResult.Command.Action)
            {
                prepare?.Invoke();
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = GraceAfterSignal,
            }).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (failure is not OutputClosedException)
            {
                await error.WriteLineAsync(Describe(failure, parsed.GetValue(Verbose))).ConfigureAwait(false);
            }

            return ExitCode.For(failure);
        }
    }

    /// <summary>All commands and their options.</summary>
    internal RootCommand CreateRoot()
    {
        var models = new ModelSource(_registry, error);
        var root = ProcessCommand.Create(models, error);
        root.Add(Verbose);
        root.Add(JoinCommand.Create(error));
        root.Add(PlanCommand.Create(models, output, error));
        root.Add(TrainCommand.Create(models, output, error));
        root.Add(EvalCommand.Create(models, output, error));
        root.Add(CheckCommand.Create(models, output, error));
        root.Add(BenchCommand.Create(models, output, error));
        root.Add(ModelsCommand.Create(_registry, models, output, error));
        root.Add(PluginCommand.Create(output));
        root.Add(WorkerCommand.Create(models, output));
        root.Add(DoctorCommand.Create(output));

        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show this help.";
        help.Action = new Help.HelpAction();
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        return root;
    }

    private static string Mistake(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Action is null && command.Subcommands.Count > 0)
        {
            var choice = Choices.Or([.. command.Subcommands.Select(one => one.Name)]);
            return parsed.UnmatchedTokens.Count > 0
                ? $"{command.Name} {parsed.UnmatchedTokens[0]}: there is no such command; give {choice}."
                : $"{command.Name}: give a command: {choice}.";
        }

        // The parser lists what it would have taken on lines of their own.
        return string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What the user is told of a failure: one line, unless all that is known of it is wanted.</summary>
    internal static string Describe(Exception failure, bool verbose) => failure switch
    {
        _ when verbose => $"u2video: {failure}",
        InterruptedRunException known => $"u2video: {known.Message}",
        OperationCanceledException => "u2video: interrupted; no output was left.",
        U2VideoException known => $"u2video: {known.Say(OptionNames.Of)}",
        _ when IsOutOfMemory(failure) => "u2video: there is not enough memory. A smaller --size or --batch needs less.",
        _ => $"u2video: unexpected error: {failure.Message.ReplaceLineEndings(" ")} (--verbose shows where; please report it)",
    };

    // The exceptions of libtorch's allocators can be recognized only by their messages.
    private static bool IsOutOfMemory(Exception failure) =>
        failure is OutOfMemoryException
        || failure.Message.Contains("can't allocate memory", StringComparison.Ordinal)
        || failure.Message.Contains("CUDA out of memory", StringComparison.Ordinal);
}
