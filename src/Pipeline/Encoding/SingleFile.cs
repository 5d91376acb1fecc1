using U2Video.Core.Files;

namespace U2Video.Pipeline.Encoding;

/// <summary>One file.</summary>
internal sealed class SingleFile(string path, bool overwrite) : IOutputFile
{
    private readonly ReplacedFile _file = new(path, overwrite);

    /// <inheritdoc/>
    public string TemporaryPath => _file.TemporaryPath;

    /// <inheritdoc/>
    public void Commit() => _file.Commit();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
