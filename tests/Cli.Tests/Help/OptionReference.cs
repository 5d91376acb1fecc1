using System.CommandLine;
using System.Text;
using U2Video.Cli.Help;

namespace U2Video.Cli.Tests.Help;

/// <summary>Writes docs/options.md from what the commands declare, grouped as their help is.</summary>
internal static class OptionReference
{
    private const string Introduction = """
        # Options

        What `--help` shows, on one page. A test writes this file from the program's own options (see
        [CONTRIBUTING.md](../CONTRIBUTING.md#build-test-format)), so do not edit it by hand. [reference.md](reference.md) says more about
        outputs, progress and exit codes.

        `--help` and `--verbose` (which shows the stack trace of an error) work with every command.

        """;

    /// <summary>The page.</summary>
    public static string Write(IEnumerable<Command> commands)
    {
        var page = new StringBuilder(Introduction);
        foreach (var command in commands)
        {
            page.Append($"\n## {command.CallName()}\n\n{command.Description}\n\n```sh\n");
            page.AppendJoin("", HelpText.Usage(command).Select(line => line + "\n"));
            page.Append("```\n");
            Table("Argument", command.Arguments.Select(one => (HelpText.Name(one), one.Description!)));
            foreach (var group in command.OptionGroups().SkipLast(1))
            {
                page.Append($"\n**{group.Title}**\n");
                Table("Option", group.Options.Select(one => (HelpText.Name(one), HelpText.Description(one))));
            }
        }

        return page.ToString().ReplaceLineEndings("\n");

        void Table(string heading, IEnumerable<(string Name, string Text)> rows)
        {
            if (rows.Any())
            {
                page.Append($"\n| {heading} | Meaning |\n|---|---|\n");
                page.AppendJoin("", rows.Select(row => $"| `{Escape(row.Name)}` | {Escape(row.Text)} |\n"));
            }
        }
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
