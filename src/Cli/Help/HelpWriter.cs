using System.CommandLine;

namespace U2Video.Cli.Help;

/// <summary>Writes the help of a command: usage, subcommands, examples, arguments, and options under their headings.</summary>
/// <param name="output">Where to.</param>
internal sealed class HelpWriter(TextWriter output)
{
    /// <summary>The length of a line that wraps.</summary>
    public const int Width = 100;

    private const string Indentation = "  ";

    // Longer names stand on a line of their own.
    private const int WidestName = 26;

    /// <summary>Writes the help.</summary>
    public void Write(Command command)
    {
        WriteWrapped("", command.Description ?? "");
        WriteLines("Usage", HelpText.Usage(command));
        WriteRows(
            "Commands", [.. command.Subcommands.Where(one => !one.Hidden).Select(one => (HelpText.Name(one), one.Description ?? ""))]);
        WriteLines("Examples", command.Examples());
        WriteRows("Arguments", [.. command.Arguments.Select(one => (HelpText.Name(one), one.Description ?? ""))]);
        foreach (var group in command.OptionGroups())
        {
            WriteRows(group.Title, [.. group.Options.Select(one => (HelpText.Name(one), HelpText.Description(one)))]);
        }

        if (command.Subcommands.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{command.CallName()} COMMAND --help says more of a command.");
        }
    }

    private void WriteLines(string title, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            output.WriteLine();
            output.WriteLine($"{title}:");
            foreach (var line in lines)
            {
                output.WriteLine(Indentation + line);
            }
        }
    }

    private void WriteRows(string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        foreach (var (name, text) in rows)
        {
            var start = Indentation + name.PadRight(WidestName) + Indentation;
            if (name.Length > WidestName)
            {
                output.WriteLine(Indentation + name);
                start = new string(' ', WidestName + (2 * Indentation.Length));
            }

            WriteWrapped(start, text);
        }
    }

    private void WriteWrapped(string start, string text)
    {
        var (line, isEmpty) = (start, true);
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line.TrimEnd());
                (line, isEmpty) = (new string(' ', start.Length), true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        output.WriteLine(line.TrimEnd());
    }
}
