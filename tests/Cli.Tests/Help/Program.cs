using System.CommandLine;

namespace U2Video.Cli.Tests.Help;

/// <summary>The program's commands as they are declared.</summary>
internal static class Program
{
    /// <summary>The program itself, then each command before its own.</summary>
    public static IReadOnlyList<Command> AllCommands() => [.. Below(new CommandLine(TextWriter.Null, TextWriter.Null).CreateRoot())];

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
