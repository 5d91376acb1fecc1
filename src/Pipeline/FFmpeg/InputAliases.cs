using System.Buffers;
using U2Video.Core.Files;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>
/// Plain names for inputs whose own names ffmpeg would read as more than a name: <c>x%03d.png</c> stands for a sequence of files, and
/// <c>x.y</c> for one of three. Such a file is given to ffmpeg by a link in a folder of its own.
/// </summary>
internal sealed class InputAliases : IDisposable
{
    private const string FilePrefix = "file:";

    // Raw video in three files; and vector pictures, which only their names would let pass.
    private static readonly string[] Extensions = [".y", ".svg", ".svgz"];

    private static readonly SearchValues<char> Patterns = SearchValues.Create("%*?{}[]\\");

    private string? _folder;
    private int _count;

    /// <summary>The arguments of a run, with aliases in the place of such inputs.</summary>
    public IReadOnlyList<string> Apply(IEnumerable<string> arguments)
    {
        var applied = arguments.ToList();
        for (var i = 1; i < applied.Count; i++)
        {
            if (applied[i - 1] == "-i" && applied[i].StartsWith(FilePrefix, StringComparison.Ordinal) && IsNeeded(applied[i]))
            {
                applied[i] = FilePrefix + LinkTo(applied[i][FilePrefix.Length..]);
            }
        }

        return applied;
    }

    /// <summary>Removes the links.</summary>
    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
            _folder = null;
        }
    }

    private static bool IsNeeded(string path) =>
        path.AsSpan().ContainsAny(Patterns) || Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private string LinkTo(string path)
    {
        _folder ??= Directory.CreateDirectory(TemporaryFiles.NewPath()).FullName;

        // The ending counts where ffmpeg guesses what a file is.
        var extension = Path.GetExtension(path);
        var isPlain = extension.Skip(1).All(char.IsAsciiLetterOrDigit) && !Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
        var link = Path.Combine(_folder, $"input{_count++}{(isPlain ? extension : "")}");
        File.CreateSymbolicLink(link, path);
        return link;
    }
}
