using U2Video.Core.Errors;

namespace U2Video.Core.Data.Splits;

/// <summary>
/// A text file with the headings <c>[train]</c>, <c>[valid]</c> and <c>[test]</c>, and below each of them one name per line. Blank lines
/// and lines that start with # are ignored.
/// </summary>
internal sealed record ListFileRule(string Path) : SplitRule
{
    private static readonly string[] Headings = ["[train]", "[valid]", "[test]"];

    public override string ToString() => $"list:{Path}";

    internal override IReadOnlyList<NameSplit> Divide(IReadOnlyList<PairNames> sets)
    {
        var indices = sets.Select(set => new ListedNames(set)).ToList();
        foreach (var (line, part, name) in Read())
        {
            // All data sets are asked, because a name may be in several of them.
            var known = indices.ConvertAll(index => index.Assign(name, part, $"{Path}, line {line}"));
            if (!known.Contains(true))
            {
                throw new InputException($"{Path}, line {line}: no data set has a pair '{name}'; write names without extension.");
            }
        }

        return [.. indices.Select(index => index.ToSplit())];
    }

    private IEnumerable<(int Line, int Part, string Name)> Read()
    {
        var (lines, part) = (ReadLines(), -1);
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (text[0] == '[' && text[^1] == ']')
            {
                part = Array.IndexOf(Headings, text);
            }
            else if (part >= 0)
            {
                yield return (i + 1, part, text);
            }

            if (part < 0)
            {
                throw new InputException(
                    $"{Path}, line {i + 1}: expected one of the headings {string.Join(", ", Headings)}, found '{text}'.");
            }
        }
    }

    private string[] ReadLines()
    {
        try
        {
            return File.ReadAllLines(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: cannot be read ({error.Message}).", error);
        }
    }
}
