using OpenCvSharp;

namespace U2Video.Core.Tests.Training.Data;

/// <summary>A temporary folder with real pictures.</summary>
public sealed class DataFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a picture whose left third is red and the rest gray.</summary>
    public void Image(string name, int width = 48, int height = 32)
    {
        using var image = new Mat(height, width, MatType.CV_8UC3, Scalar.All(90));
        image.SetTo(new Scalar(20, 30, 220), LeftThird(width, height));
        Write(name, image);
    }

    /// <summary>Writes the mask of that picture.</summary>
    public void Mask(string name, int width = 48, int height = 32, byte subject = 255)
    {
        using var mask = LeftThird(width, height);
        mask.SetTo(Scalar.All(subject), mask);
        Write(name, mask);
    }

    /// <summary>Writes a cut-out: white all over, and only its alpha channel shows the subject.</summary>
    public void CutOut(string name, int width = 48, int height = 32, bool sixteenBits = false)
    {
        using var mask = LeftThird(width, height);
        using var white = new Mat(height, width, MatType.CV_8UC1, Scalar.White);
        using var cutOut = new Mat();
        Cv2.Merge([white, white, white, mask], cutOut);
        if (sixteenBits)
        {
            cutOut.ConvertTo(cutOut, MatType.CV_16U, 257);
        }

        Write(name, cutOut);
    }

    public void Write(string name, Mat picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        Assert.True(Cv2.ImWrite(PathOf(name), picture));
    }

    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
    }

    /// <summary>Writes pairs in images/ and masks/ that are pairs by name alone: no picture is in them.</summary>
    public void Names(string folder, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Write($"{folder}/images/{name}.jpg", []);
            Write($"{folder}/masks/{name}.png", []);
        }
    }

    public static Mat LeftThird(int width, int height)
    {
        var mask = new Mat(height, width, MatType.CV_8UC1, Scalar.Black);
        mask[new Rect(0, 0, width / 3, height)].SetTo(Scalar.White);
        return mask;
    }
}
