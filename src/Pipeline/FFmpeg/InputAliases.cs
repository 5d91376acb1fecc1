using System.Buffers;
using U2Video.Core.Files;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>
/// Plain names for inputs whose own names have a meaning to ffmpeg: <c>x%03d.png</c> is a sequence of files to it, and <c>x.y</c> one of
/// three. ffmpeg is given a link to such a file, in a folder of its own.
/// </summary>
internal sealed class InputAliases : IDisposable
{
    private const string FilePrefix = "file:";

    // Raw video in three files, and vector pictures, which are allowed by their names only.
    private static readonly string[] Extensions = [".y", ".svg", ".svgz"];

    private static readonly SearchValues<char> Patterns = SearchValues.Create("%*?{}[]\\");

    private string? _folder;
    private int _count;

    /// <summary>The arguments of a run, with aliases instead of such inputs.</summary>
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

        // The extension stays, because ffmpeg guesses by it what a file is.
        var extension = Path.GetExtension(path);
        var isPlain = extension.Skip(1).All(char.IsAsciiLetterOrDigit) && !Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
        var link = Path.Combine(_folder, $"input{_count++}{(isPlain ? extension : "")}");
        File.CreateSymbolicLink(link, path);
        return link;
    }
}
