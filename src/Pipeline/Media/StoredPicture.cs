using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>Picture files that OpenCV reads.</summary>
internal static class StoredPicture
{
    // OpenCV reads these as one picture and turns them upright; everything else goes through ffmpeg.
    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is such a picture by its name.</summary>
    public static bool HasNameOfOne(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Reads a picture file, upright as its camera held it.</summary>
    /// <returns>Gray, BGR or BGRA, of eight or sixteen bits; the caller disposes it.</returns>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static Mat Read(string path)
    {
        try
        {
            // Without its alpha, a transparent picture would show hidden colors. But OpenCV does not turn a photograph upright
            // when it reads alpha.
            var file = File.ReadAllBytes(path);
            var stored = file.Length > 0 ? Cv2.ImDecode(file, ImreadModes.Unchanged) : new Mat();
            if (stored.Channels() == PixelLayout.Rgba32.Channels && stored.Depth() <= MatType.CV_16U)
            {
                return stored;
            }

            using (stored)
            {
                var shown = stored.Empty() ? new Mat() : Cv2.ImDecode(file, ImreadModes.Color | ImreadModes.AnyDepth);
                return shown.Depth() is MatType.CV_8U or MatType.CV_16U && !shown.Empty()
                    ? shown
                    : throw new InputException($"{path}: cannot be read as a picture; it is damaged or something else.");
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OpenCVException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
