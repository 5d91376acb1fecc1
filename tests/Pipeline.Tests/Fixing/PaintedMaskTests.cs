using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Pipeline.Fixing;

namespace U2Video.Pipeline.Tests.Fixing;

public sealed class PaintedMaskTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-painted-{Environment.ProcessId}.png");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Transparency_counts_before_gray()
    {
        using var picture = new Mat(8, 8, MatType.CV_8UC4, new Scalar(10, 200, 30, 255));
        using (var left = picture[new Rect(0, 0, 4, 8)])
        {
            left.SetTo(new Scalar(255, 255, 255, 17));
        }

        Assert.Equal((17, 255), Read(picture, 0, 7));
    }

    [Fact]
    public void Alpha_that_is_full_everywhere_says_nothing()
    {
        using var picture = new Mat(8, 8, MatType.CV_8UC4, new Scalar(90, 90, 90, 255));
        picture.Set(0, 7, new Vec4b(255, 255, 255, 255));

        Assert.Equal((90, 255), Read(picture, 0, 7));
    }

    [Fact]
    public void Sixteen_bits_are_kept()
    {
        using var picture = new Mat(8, 8, MatType.CV_16UC1, new Scalar(12345));
        picture.Set(0, 7, ushort.MaxValue);

        Assert.Equal((12345, 65535), Read(picture, 0, 7));
    }

    [Theory]
    [InlineData(0, 127, "has no subject")]
    [InlineData(0, 0, "has no subject")]
    public void What_shows_nothing_is_refused(int low, int high, string message)
    {
        using var picture = new Mat(8, 8, MatType.CV_8UC1, new Scalar(low));
        picture.Set(3, 3, (byte)high);

        Assert.Contains(message, Assert.Throws<InputException>(() => Read(picture, 0, 1)).Message, StringComparison.Ordinal);
    }

    private (double First, double Second) Read(Mat picture, int first, int second)
    {
        Cv2.ImWrite(_path, picture);
        using var mask = PaintedMask.Read(_path);
        using var values = new Mat();
        mask.ConvertTo(values, MatType.CV_64FC1);
        return (values.At<double>(0, first), values.At<double>(0, second));
    }
}
