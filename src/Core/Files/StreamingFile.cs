using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>
/// Paths that are not files but can be written to: pipes, terminals, <c>/dev/null</c>, <c>/dev/stdout</c>, <c>/dev/fd/N</c>.
/// </summary>
internal static class StreamingFile
{
    /// <summary>Whether a path is one of these. They are written to directly and not replaced.</summary>
    public static bool Is(string path) =>
        OpenDescriptor.Of(path) is not null || FileStatus.Of(path)?.Kind is FileKind.Pipe or FileKind.ByteDevice;

    /// <summary>
    /// The file, pipe or socket that a path leads to; null if nothing is there yet, or if it is a device, where outputs cannot overwrite
    /// one another.
    /// </summary>
    public static FileIdentity? IdentityOf(string path) =>
        FileStatus.Of(path) is { Kind: FileKind.Regular or FileKind.Pipe or FileKind.Socket } status ? status.Identity : null;

    /// <summary>The same for a stream; null if it is not a file's or a descriptor's.</summary>
    public static FileIdentity? IdentityOf(Stream stream) => stream switch
    {
        DescriptorStream descriptor => IdentityOf(OpenDescriptor.PathOf(descriptor.Number)),
        FileStream file => IdentityOf(OpenDescriptor.PathOf((int)file.SafeFileHandle.DangerousGetHandle())),
        _ => null,
    };

    /// <summary>Opens it for writing. If it is a pipe without a reader, this waits for one.</summary>
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

    /// <summary>The error for a write that failed.</summary>
    /// <param name="name">What the user calls the output.</param>
    /// <param name="error">The failure.</param>
    public static U2VideoException Explain(string name, Exception error)
    {
        // The system's error number, if there is one, distinguishes a full disk from a reader that has closed the pipe.
        const int brokenPipe = 32;
        const int connectionReset = 104;
        return error is UnauthorizedAccessException || error.HResult is > 0 and <= 200 and not (brokenPipe or connectionReset)
            ? new U2VideoException($"{name}: cannot be written to ({error.Message.TrimEnd('.')}).", error)
            : new OutputClosedException(error);
    }
}
