using U2Video.Core.Errors;

namespace U2Video.Pipeline.Encoding;

/// <summary>What appears under its name complete or not at all.</summary>
internal interface IOutputFile : IDisposable
{
    /// <summary>Where to write.</summary>
    string TemporaryPath { get; }

    /// <summary>Gives what was written its name.</summary>
    /// <exception cref="U2VideoException">The name was taken meanwhile, or the move failed.</exception>
    void Commit();
}
