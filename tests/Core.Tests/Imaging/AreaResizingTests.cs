using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Core.Tests.Imaging;

public sealed class AreaResizingTests
{
    [Theory]
    [InlineData(1280, 720, 256, 256)]
    [InlineData(1280, 720, 256, 144)]
    [InlineData(1280, 720, 320, 180)]
    [InlineData(1280, 720, 640, 360)]
    [InlineData(1280, 720, 1280, 144)]
    [InlineData(853, 481, 256, 256)]
    [InlineData(257, 257, 256, 256)]
    [InlineData(321, 43, 320, 42)]
    [InlineData(97, 61, 32, 61)]
    [InlineData(96, 60, 32, 7)]
    [InlineData(30, 600, 10, 2)]
    [InlineData(7, 5, 3, 2)]
    [InlineData(3, 2, 2, 1)]
    [InlineData(64, 64, 256, 256)]
    [InlineData(64, 640, 256, 256)]
    [InlineData(256, 256, 256, 256)]
    public void It_is_OpenCVs_to_the_bit(int width, int height, int narrow, int low)
    {
        foreach (var type in new[] { MatType.CV_8UC3, MatType.CV_8UC1, MatType.CV_8UC4, MatType.CV_16UC3 })
        {
            foreach (var largest in new[] { 256, 2, 65536 })
            {
                using var source = new Mat(height, width, type);
                Cv2.Randu(source, Scalar.All(0), Scalar.All(largest));
                using var expected = new Mat();
                using var target = new Mat(low, narrow, type);

                Cv2.Resize(source, expected, target.Size(), interpolation: InterpolationFlags.Area);
                AreaResizing.Resize(source, target);

                Assert.Equal(0, Cv2.Norm(expected, target, NormTypes.INF));
            }
        }
    }

    [Fact]
    public void White_stays_white()
    {
        using var source = new Mat(720, 1280, MatType.CV_8UC3, Scalar.All(255));
        using var target = new Mat(256, 256, MatType.CV_8UC3);

        AreaResizing.Resize(source, target);

        Assert.Equal(0, Cv2.Norm(target, new Mat(256, 256, MatType.CV_8UC3, Scalar.All(255)), NormTypes.INF));
    }

    [Fact]
    public void A_picture_within_another_one_is_resized_without_its_surroundings()
    {
        using var whole = new Mat(200, 300, MatType.CV_8UC3);
        Cv2.Randu(whole, Scalar.All(0), Scalar.All(256));
        using var part = whole[new Rect(20, 10, 160, 90)];
        foreach (var (width, height) in new[] { (32, 18), (37, 19) })
        {
            using var expected = new Mat();
            using var target = new Mat(height, width, MatType.CV_8UC3);

            Cv2.Resize(part, expected, target.Size(), interpolation: InterpolationFlags.Area);
            AreaResizing.Resize(part, target);

            Assert.Equal(0, Cv2.Norm(expected, target, NormTypes.INF));
        }
    }
}
