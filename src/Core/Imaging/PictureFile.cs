using OpenCvSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Imaging;

/// <summary>Reads and decodes files of pictures.</summary>
internal static class PictureFile
{
    // OpenCV writes warnings about files that it cannot decode to stderr, into the progress display; the exception reports them already.
    static PictureFile() => Cv2.SetLogLevel(LogLevel.ERROR);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or is empty.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path) is { Length: > 0 } bytes
                ? bytes
                : throw new InputException($"{path}: is an empty file.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    /// <summary>Decodes a file's bytes; the caller owns the picture.</summary>
    /// <exception cref="InputException">They are not a picture.</exception>
    public static Mat Decode(string path, byte[] file, ImreadModes mode)
    {
        try
        {
            var picture = Cv2.ImDecode(file, mode);
            return !picture.Empty()
                ? picture
                : throw new InputException($"{path}: cannot be read as a picture; it is damaged or not a picture.");
        }
        catch (OpenCVException error)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
