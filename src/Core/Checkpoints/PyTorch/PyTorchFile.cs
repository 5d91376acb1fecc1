using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Opens a checkpoint's file, and words what can go wrong with that.</summary>
internal static class PyTorchFile
{
    /// <summary>Reads an ordinary file that is not empty by <paramref name="read"/>, which gets the stream and the path.</summary>
    /// <exception cref="ModelException">It is missing, empty, something else than a file, or cannot be read.</exception>
    public static Checkpoint Read(string path, Func<Stream, string, Checkpoint> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        var faults = new PyTorchFaults(path);
        if (Directory.Exists(path))
        {
            throw faults.Unreadable("is a folder; give the path of the weights file");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return !stream.CanSeek ? throw faults.Damaged("it is no ordinary file")
                : stream.Length == 0 ? throw faults.Damaged("it is empty")
                : read(stream, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw faults.Unreadable("no such model file; check the path", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw faults.Unreadable($"cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }
}
