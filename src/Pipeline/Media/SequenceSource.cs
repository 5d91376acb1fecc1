using U2Video.Core.Errors;

namespace U2Video.Pipeline.Media;

/// <summary>Pictures that are the frames of one clip.</summary>
internal sealed record SequenceSource(string Path, Rational FrameRate) : MediaSource(Path)
{
    internal override void Validate()
    {
        if (Path.Length == 0 || Path.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException("The input's name is empty or holds a NUL; give a folder or a pattern.");
        }

        if (FrameRate.Value is not (> 0 and <= 1000))
        {
            throw new UsageException($"{Named.FrameRate} {FrameRate}: give a rate above 0 and up to 1000, like 25 or 30000/1001.");
        }
    }
}
