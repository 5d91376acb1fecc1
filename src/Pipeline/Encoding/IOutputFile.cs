using U2Video.Core.Errors;

namespace U2Video.Pipeline.Encoding;

/// <summary>An output that appears under its name complete or not at all.</summary>
internal interface IOutputFile : IDisposable
{
    /// <summary>The path to write to.</summary>
    string TemporaryPath { get; }

    /// <summary>Gives the output its name.</summary>
    /// <exception cref="U2VideoException">The name was taken meanwhile, or the move failed.</exception>
    void Commit();
}
