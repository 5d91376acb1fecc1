using OpenCvSharp;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Core.Data;

/// <summary>Reads the two pictures of a pair.</summary>
internal static class Picture
{
    /// <summary>
    /// Reads both files of a pair, at one size. A photograph may have to be turned before it is shown (EXIF orientation). Most tools that
    /// make masks turn it but some do not, so it is turned if the mask fits then, and otherwise read as it is stored.
    /// </summary>
    /// <returns>
    /// The picture, RGB bytes; and the mask, bytes of the same size, 0 background to 255 subject, with a second channel if pixels are
    /// to be ignored (<see cref="MaskPlanes"/>).
    /// </returns>
    /// <exception cref="InputException">A file cannot be read, or the sizes differ in both orientations.</exception>
    public static (Mat Image, Mat Mask) ReadPair(TrainingPair pair)
    {
        var (image, raw) = ReadRaw(pair);
        using (raw)
        {
            return (image, raw.ToMask(pair.Values));
        }
    }

    /// <summary>The same, with the mask's values as they are in the file.</summary>
    /// <exception cref="InputException">As for <see cref="ReadPair"/>.</exception>
    public static (Mat Image, RawMask Mask) ReadRaw(TrainingPair pair)
    {
        var (imageFile, maskFile) = (PictureFile.Read(pair.ImagePath), PictureFile.Read(pair.MaskPath));
        var shown = Decode(pair, imageFile, maskFile, default);
        if (Fits(shown))
        {
            return shown;
        }

        var stored = Decode(pair, imageFile, maskFile, ImreadModes.IgnoreOrientation);
        var sizes = (Shown: shown.Image.Size(), Mask: stored.Mask.Values.Size());
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

    /// <summary>Reads a picture, turned by its EXIF orientation.</summary>
    /// <returns>RGB bytes.</returns>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static Mat ReadImage(string path)
    {
        var image = PictureFile.Decode(path, PictureFile.Read(path), ImreadModes.Color);
        Cv2.CvtColor(image, image, ColorConversionCodes.BGR2RGB);
        return image;
    }

    /// <summary>Reads only a pair's mask, with its values as they are in the file, turned by its EXIF orientation.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static RawMask ReadRawMask(TrainingPair pair) => DecodeMask(pair, PictureFile.Read(pair.MaskPath), default);

    private static bool Fits((Mat Image, RawMask Mask) pair) => pair.Image.Size() == pair.Mask.Values.Size();

    private static void Dispose((Mat Image, RawMask Mask) pair)
    {
        pair.Image.Dispose();
        pair.Mask.Dispose();
    }

    private static (Mat Image, RawMask Mask) Decode(TrainingPair pair, byte[] imageFile, byte[] maskFile, ImreadModes orientation)
    {
        var image = PictureFile.Decode(pair.ImagePath, imageFile, ImreadModes.Color | orientation);
        try
        {
            Cv2.CvtColor(image, image, ColorConversionCodes.BGR2RGB);
            return (image, DecodeMask(pair, maskFile, orientation));
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static RawMask DecodeMask(TrainingPair pair, byte[] file, ImreadModes orientation)
    {
        if (!pair.MaskIsAlpha)
        {
            return MaskFile.Read(pair.MaskPath, file, pair.Values, orientation);
        }

        var mask = MaskFile.Read(pair.MaskPath, file, new MaskValues.Alpha(ByAlphaChannel: true), orientation);
        if (mask.Source == MaskSource.AlphaChannel)
        {
            return mask;
        }

        mask.Dispose();
        throw new InputException($"{pair.MaskPath}: has no alpha channel, which is the mask in a data set of this layout.");
    }
}
