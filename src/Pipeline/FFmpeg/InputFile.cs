using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>Checks an input before it is opened, because opening a pipe without a writer would wait without end.</summary>
internal static class InputFile
{
    /// <summary>Checks that a path is a file that can be read.</summary>
    /// <exception cref="InputException">It is missing, a folder, a pipe, a device, or not readable.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw AddressLocation.IsLike(path) && !Directory.Exists(path)
                ? new InputException($"{path}: is an address, and none is opened unless it is allowed: {MediaSource.Named.FromUrl}.")
                : new InputException(
                    Directory.Exists(path) ? $"{path}: is a folder; give a video, a GIF or a picture." : $"{path}: no such file.");
        }

        switch (FileStatus.Of(path)?.Kind)
        {
            // Null where the system cannot tell. Then opening the file below fails with the system's message.
            case FileKind.Regular or null:
                break;
            case FileKind.Pipe:
                throw new InputException(
                    $"{path}: is a pipe, and a file has to be read more than once; give {MediaSource.Named.FromStream} {path}");
            default:
                throw new InputException($"{path}: is a device and no file; give a video, a GIF or a picture.");
        }

        try
        {
            File.OpenHandle(path).Dispose();
        }
        catch (FileNotFoundException error)
        {
            throw new InputException($"{path}: no such file; it is a link to nothing.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
