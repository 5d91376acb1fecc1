using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>
/// Names that are no files and yet can be written to: pipes, terminals, <c>/dev/null</c>, <c>/dev/stdout</c>, <c>/dev/fd/N</c>.
/// </summary>
internal static class StreamingFile
{
    /// <summary>Whether a name is one of these. They are written to as they are, and not replaced.</summary>
    public static bool Is(string path) =>
        OpenDescriptor.Of(path) is not null || FileStatus.Of(path)?.Kind is FileKind.Pipe or FileKind.ByteDevice;

    /// <summary>Opens it for writing. This waits for a reader where it is a pipe that has none yet.</summary>
    /// <exception cref="U2VideoException">It cannot be written to.</exception>
    public static Stream Open(string path)
    {
        if (OpenDescriptor.Of(path) is { } number)
        {
            return OpenDescriptor.Open(number, path);
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{path}: cannot be written to ({error.Message.TrimEnd('.')}).", error);
        }
    }

    /// <summary>What to say of a write that failed.</summary>
    /// <param name="name">What the user calls the output.</param>
    /// <param name="error">How it failed.</param>
    public static U2VideoException Explain(string name, Exception error)
    {
        // The system's own number of the fault, where it is one of a file: a full disk is no reader that left.
        const int brokenPipe = 32;
        const int connectionReset = 104;
        return error is UnauthorizedAccessException || error.HResult is > 0 and <= 200 and not (brokenPipe or connectionReset)
            ? new U2VideoException($"{name}: cannot be written to ({error.Message.TrimEnd('.')}).", error)
            : new OutputClosedException(error);
    }
}
