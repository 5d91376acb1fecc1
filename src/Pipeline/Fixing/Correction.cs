namespace U2Video.Pipeline.Fixing;

/// <summary>A mask that the user painted for a frame.</summary>
/// <param name="Key">The frame.</param>
/// <param name="Path">The picture.</param>
internal sealed record Correction(FrameKey Key, string Path)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Path}";
}
