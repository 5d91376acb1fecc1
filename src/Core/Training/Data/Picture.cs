using OpenCvSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Training.Data;

/// <summary>Reads the two pictures of a pair.</summary>
internal static class Picture
{
    private const int AlphaChannel = 3;

    // OpenCV warns on stderr of what it cannot decode, in the middle of a progress display; the exception says it already.
    static Picture() => Cv2.SetLogLevel(LogLevel.ERROR);

    /// <summary>
    /// Reads both files of a pair, at one size. A photograph may say that it is to be turned before it is shown (EXIF). Most tools that
    /// make masks turn it and some do not, so it is turned if the mask fits it then, and otherwise taken as it is stored.
    /// </summary>
    /// <returns>The picture, RGB bytes; and the mask, gray bytes of the same size, 0 background to 255 subject.</returns>
    /// <exception cref="InputException">A file cannot be read, or the sizes differ either way.</exception>
    public static (Mat Image, Mat Mask) ReadPair(TrainingPair pair)
    {
        var (imageFile, maskFile) = (ReadFile(pair.ImagePath), ReadFile(pair.MaskPath));
        var shown = Decode(pair, imageFile, maskFile, default);
        if (Fits(shown))
        {
            return shown;
        }

        var stored = Decode(pair, imageFile, maskFile, ImreadModes.IgnoreOrientation);
        var sizes = (Shown: shown.Image.Size(), Mask: stored.Mask.Size());
        Dispose(shown);
        if (Fits(stored))
        {
            return stored;
        }

        Dispose(stored);
        throw new InputException(
            $"{pair.ImagePath}: has {sizes.Shown.Width}×{sizes.Shown.Height} pixels, "
            + $"but its mask {pair.MaskPath} has {sizes.Mask.Width}×{sizes.Mask.Height}.");
    }

    private static bool Fits((Mat Image, Mat Mask) pair) => pair.Image.Size() == pair.Mask.Size();

    private static void Dispose((Mat Image, Mat Mask) pair)
    {
        pair.Image.Dispose();
        pair.Mask.Dispose();
    }

    private static (Mat Image, Mat Mask) Decode(TrainingPair pair, byte[] imageFile, byte[] maskFile, ImreadModes orientation)
    {
        var image = Decode(pair.ImagePath, imageFile, ImreadModes.Color | orientation);
        try
        {
            Cv2.CvtColor(image, image, ColorConversionCodes.BGR2RGB);
            return (image, pair.MaskIsAlpha
                ? DecodeAlpha(pair.MaskPath, maskFile)
                : Decode(pair.MaskPath, maskFile, ImreadModes.Grayscale | orientation));
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static Mat DecodeAlpha(string path, byte[] file)
    {
        using var cutOut = Decode(path, file, ImreadModes.Unchanged);
        if (cutOut.Channels() <= AlphaChannel)
        {
            throw new InputException($"{path}: has no alpha channel, which is the mask in a data set of this layout.");
        }

        var alpha = new Mat();
        Cv2.ExtractChannel(cutOut, alpha, AlphaChannel);
        if (alpha.Depth() == MatType.CV_16U)
        {
            alpha.ConvertTo(alpha, MatType.CV_8U, 1.0 / 257);
        }

        return alpha;
    }

    private static Mat Decode(string path, byte[] file, ImreadModes mode)
    {
        try
        {
            var picture = Cv2.ImDecode(file, mode);
            return !picture.Empty()
                ? picture
                : throw new InputException($"{path}: cannot be read as a picture; it is damaged or something else.");
        }
        catch (OpenCVException error)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path) is { Length: > 0 } bytes
                ? bytes
                : throw new InputException($"{path}: is an empty file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
