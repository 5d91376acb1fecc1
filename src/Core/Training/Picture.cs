using OpenCvSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Training;

/// <summary>Reads the two pictures of a pair.</summary>
internal static class Picture
{
    /// <summary>An RGB picture, 8 bits a channel.</summary>
    public static Mat ReadImage(string path)
    {
        var image = Decode(path, ImreadModes.Color);
        Cv2.CvtColor(image, image, ColorConversionCodes.BGR2RGB);
        return image;
    }

    /// <summary>A one-channel mask, 0 background to 255 subject.</summary>
    public static Mat ReadMask(string path) => Decode(path, ImreadModes.Grayscale);

    private static Mat Decode(string path, ImreadModes mode)
    {
        try
        {
            var picture = Cv2.ImDecode(File.ReadAllBytes(path), mode);
            return !picture.Empty() ? picture : throw new InputException($"{path}: is no picture that can be read.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OpenCVException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
