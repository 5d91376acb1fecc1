using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints;

/// <summary>Opens a weights file and turns what can go wrong into errors for the user.</summary>
internal static class CheckpointFile
{
    /// <summary>Opens an ordinary file and gives its stream to <paramref name="use"/>; closes it afterwards.</summary>
    /// <exception cref="ModelException">It is missing, empty, not an ordinary file, or cannot be read.</exception>
    public static T Open<T>(string path, Func<Stream, T> use)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new ModelException($"{path}: is a folder; give the path of the weights file.");
        }

        try
        {
            using var stream = File.OpenRead(path);

            // The formats keep tables at the end of the file or refer to offsets, and a pipe cannot seek.
            return !stream.CanSeek
                ? throw new ModelException($"{path}: is a pipe or a device; save the weights as an ordinary file and give that.")
                : stream.Length == 0 ? throw new ModelException($"{path}: is an empty file. Fetch or make it again.")
                : use(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"{path}: no such model file; check the path.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
