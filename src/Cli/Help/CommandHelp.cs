using System.CommandLine;
using System.Runtime.CompilerServices;

namespace U2Video.Cli.Help;

/// <summary>What is known of a command beside what the parser knows: its options under headings, and examples.</summary>
internal static class CommandHelp
{
    private const string Others = "Other";

    private static readonly ConditionalWeakTable<Command, Known> All = [];

    /// <summary>Adds options under a heading. A heading that is there already gets them as well.</summary>
    public static void AddGroup(this Command command, string title, params IReadOnlyList<Option> options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }

        var groups = All.GetOrCreateValue(command).Groups;
        if (groups.FindIndex(group => group.Title == title) is >= 0 and var index)
        {
            groups[index] = groups[index] with { Options = [.. groups[index].Options, .. options] };
        }
        else
        {
            groups.Add(new OptionGroup(title, options));
        }
    }

    /// <summary>Adds command lines to learn from.</summary>
    public static void AddExamples(this Command command, params IReadOnlyList<string> lines) =>
        All.GetOrCreateValue(command).Examples.AddRange(lines);

    /// <summary>Command lines to learn from.</summary>
    public static IReadOnlyList<string> Examples(this Command command) => All.GetOrCreateValue(command).Examples;

    /// <summary>A command's options under their headings; those without one are last, with those of every command.</summary>
    public static IReadOnlyList<OptionGroup> OptionGroups(this Command command)
    {
        var groups = All.GetOrCreateValue(command).Groups;
        var others = command.Options.Concat(command.Ancestors().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Except(groups.SelectMany(group => group.Options))
            .Where(option => !option.Hidden);
        return [.. groups, new OptionGroup(Others, [.. others])];
    }

    /// <summary>The commands above one, the nearest first.</summary>
    public static IEnumerable<Command> Ancestors(this Command command) =>
        command.Parents.OfType<Command>().Take(1).SelectMany(parent => parent.Ancestors().Prepend(parent));

    /// <summary>How a command is called: <c>u2video models pull</c>.</summary>
    public static string CallName(this Command command) =>
        string.Join(' ', command.Ancestors().Reverse().Append(command).Select(one => one is RootCommand ? "u2video" : one.Name));

    private sealed class Known
    {
        public List<OptionGroup> Groups { get; } = [];

        public List<string> Examples { get; } = [];
    }
}
