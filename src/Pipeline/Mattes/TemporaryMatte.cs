using U2Video.Core.Files;

namespace U2Video.Pipeline.Mattes;

/// <summary>A matte file for runs that look at the frames twice. It is removed at the end, unless the user named it.</summary>
/// <param name="named">The user's name for it; null for none.</param>
internal sealed class TemporaryMatte(string? named) : IDisposable
{
    /// <summary>The file.</summary>
    public string Path { get; } = named ?? TemporaryFiles.NewPath(".matte");

    /// <summary>Whether it is removed at the end.</summary>
    public bool IsTemporary => named is null;

    /// <summary>Removes it.</summary>
    public void Dispose()
    {
        if (IsTemporary)
        {
            File.Delete(Path);
            File.Delete(Path + MatteFile.PartialSuffix);
        }
    }
}
