using U2Video.Core.Errors;

namespace U2Video.Pipeline.Media;

/// <summary>A file.</summary>
internal sealed record FileSource(string Path) : MediaSource(Path)
{
    internal override void Validate()
    {
        if (Path.Length == 0 || Path.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException("The input's name is empty or holds a NUL; give a file.");
        }
    }
}
