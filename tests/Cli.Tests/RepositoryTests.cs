using System.Diagnostics;
using System.Text.RegularExpressions;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>What holds for the text of all files that git tracks. Skipped where there is no git, as in an archive of the source.</summary>
public sealed partial class RepositoryTests
{
    private const int LongestLine = 140;

    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixtures.Path(""), "..", ".."));

    // Table rows and code in Markdown cannot be broken.
    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var source = Tracked("*.cs").SelectMany(file => TooLong(file, File.ReadAllLines(Path.Combine(Root, file)).Index()));
        var prose = Tracked("*.md").SelectMany(file => TooLong(file, Prose(file).Where(line => !line.Item.StartsWith('|'))));

        AssertNone(source.Concat(prose));
    }

    [Fact]
    public void Links_between_documents_lead_to_files_and_headings_that_are_there() => AssertNone(
        from file in Tracked("*.md")
        from line in Prose(file)
        from Match link in Link().Matches(line.Item)
        let target = link.Groups[1].Value
        where !IsThere(file, target)
        select $"{file}:{line.Index + 1}: {target}");

    // Assert.Empty would show the first five.
    private static void AssertNone(IEnumerable<string> places)
    {
        if (string.Join('\n', places) is not "" and var all)
        {
            Assert.Fail(all);
        }
    }

    private static bool IsThere(string file, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return true;
        }

        var parts = target.Split('#');
        var path = parts[0] == "" ? file : Path.Combine(Path.GetDirectoryName(file)!, parts[0]);
        return Path.Exists(Path.Combine(Root, path))
            && (parts.Length == 1 || Prose(path).Any(line => line.Item.StartsWith('#') && Anchor(line.Item) == parts[1]));
    }

    // As GitHub makes it of a heading.
    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> TooLong(string file, IEnumerable<(int Index, string Item)> lines) =>
        lines.Where(line => line.Item.Length > LongestLine).Select(line => $"{file}:{line.Index + 1}: {line.Item.Length}");

    private static IEnumerable<(int Index, string Item)> Prose(string file)
    {
        var isCode = false;
        foreach (var (index, line) in File.ReadAllLines(Path.Combine(Root, file)).Index())
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (index, line);
            }
        }
    }

    private static string[] Tracked(string pattern)
    {
        var start = new ProcessStartInfo("git", ["-C", Root, "ls-files", "-z", "--", pattern])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            Assert.SkipWhen(git.ExitCode != 0, "This is not a git checkout.");

            // A file that is deleted and not yet committed is still listed.
            return [.. files.Where(file => File.Exists(Path.Combine(Root, file)))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no git.");
            throw;
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
