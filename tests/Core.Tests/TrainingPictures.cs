using OpenCvSharp;

namespace U2Video.Core.Tests;

/// <summary>A made data set: red discs on gray, each a little further to the right.</summary>
internal static class TrainingPictures
{
    /// <summary>Writes <c>images/NN.png</c> and <c>masks/NN.png</c> of 48×48 pixels.</summary>
    public static void Write(string folder, int count)
    {
        foreach (var name in new[] { "images", "masks" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        for (var i = 0; i < count; i++)
        {
            using var mask = new Mat(48, 48, MatType.CV_8UC1, Scalar.Black);
            Cv2.Circle(mask, new Point(12 + (i * 24 / count), 24), 10, Scalar.White, thickness: -1);
            using var image = new Mat(48, 48, MatType.CV_8UC3, new Scalar(40, 40, 40));
            image.SetTo(new Scalar(30, 60, 220), mask);
            Cv2.ImWrite(Path.Combine(folder, "images", $"{i:D2}.png"), image);
            Cv2.ImWrite(Path.Combine(folder, "masks", $"{i:D2}.png"), mask);
        }
    }
}
