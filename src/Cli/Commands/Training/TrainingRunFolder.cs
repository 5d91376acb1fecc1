using U2Video.Core.Errors;

namespace U2Video.Cli.Commands.Training;

/// <summary>Where a run keeps what it leaves besides the best checkpoint: in a folder of that file's name without extension.</summary>
/// <param name="outputPath">The best checkpoint's path.</param>
internal sealed class TrainingRunFolder(string outputPath)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.ChangeExtension(outputPath, null);

    /// <summary>The newest checkpoint.</summary>
    public string LastPath => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>Makes the folder, and refuses to write over a run that is there unless it is continued or may be replaced.</summary>
    /// <exception cref="U2VideoException">It cannot be made, or holds a run.</exception>
    public void Prepare(bool resume, bool overwrite)
    {
        if (resume && !File.Exists(LastPath))
        {
            throw new U2VideoException($"{LastPath}: is not there, so there is no run to continue; leave out --resume to begin one.");
        }

        if (!resume && !overwrite && (File.Exists(LastPath) || File.Exists(outputPath)))
        {
            throw new U2VideoException(
                $"{(File.Exists(outputPath) ? outputPath : LastPath)}: exists already; "
                + "continue that run with --resume, replace it with --overwrite, or give another name.");
        }

        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{Path}: the run's folder cannot be made ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
