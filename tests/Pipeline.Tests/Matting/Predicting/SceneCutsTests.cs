using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Matting.Predicting;

public class SceneCutsTests
{
    [Fact]
    public void The_first_frame_begins_a_scene_and_the_same_again_does_not() =>
        Assert.Equal([true, false, false], Starts([Portrait(), Portrait(), Portrait()]));

    [Fact]
    public void Other_pictures_begin_a_scene_each() =>
        Assert.Equal([true, true, true, true], Starts([Portrait(), Stripes(horizontal: true), Portrait(), Stripes(horizontal: false)]));

    [Fact]
    public void Movement_is_no_cut() =>
        Assert.Equal(1, Starts(Enumerable.Range(0, 12).Select(i => Shifted(Portrait(), 12 * i))).Count(starts => starts));

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.3)]
    public void A_change_of_light_is_no_cut(double gain) => Assert.Equal([true, false], Starts([Portrait(), (Mat)(Portrait() * gain)]));

    [Fact]
    public void Noise_is_no_cut() => Assert.Equal([true, false, false], Starts([Noisy(1), Noisy(2), Noisy(3)]));

    [Fact]
    public void A_scene_out_of_black_and_into_it_is_a_cut() =>
        Assert.Equal([true, true, true, false], Starts([Portrait(), Black(), Portrait(), Portrait()]));

    private static List<bool> Starts(IEnumerable<Mat> pictures)
    {
        var cuts = new SceneCuts();
        return [.. pictures.Select(picture =>
        {
            using var frame = new Frame(picture.Cols, picture.Rows);
            using (var view = FrameMat.Of(frame))
            {
                picture.CopyTo(view.Mat);
            }

            return cuts.StartsWith(frame);
        })];
    }

    private static Mat Portrait() =>
        Cv2.ImRead(Fixtures.Path("input.png")).Resize(new Size(128, 96), interpolation: InterpolationFlags.Area);

    private static Mat Black() => new(96, 128, MatType.CV_8UC3, Scalar.All(0));

    private static Mat Shifted(Mat picture, int offset)
    {
        using var matrix = new Mat(2, 3, MatType.CV_64FC1, Scalar.All(0));
        matrix.Set(0, 0, 1.0);
        matrix.Set(1, 1, 1.0);
        matrix.Set(0, 2, (double)offset);
        var result = new Mat();
        Cv2.WarpAffine(picture, result, matrix, picture.Size(), InterpolationFlags.Linear, BorderTypes.Wrap);
        return result;
    }

    private static Mat Stripes(bool horizontal)
    {
        var picture = new Mat(96, 128, MatType.CV_8UC3, horizontal ? new Scalar(30, 60, 200) : new Scalar(20, 140, 40));
        for (var i = 0; i < 4; i++)
        {
            var stripe = horizontal ? new Rect(0, 24 * i, 128, 12) : new Rect(32 * i, 0, 16, 96);
            Cv2.Rectangle(picture, stripe, horizontal ? new Scalar(250, 230, 90) : new Scalar(90, 20, 160), -1);
        }

        return picture;
    }

    private static Mat Noisy(int seed)
    {
        var picture = Portrait();
        picture.GetArray(out Vec3b[] pixels);
        var random = new Random(seed);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = new Vec3b(Jitter(pixels[i].Item0), Jitter(pixels[i].Item1), Jitter(pixels[i].Item2));
        }

        picture.SetArray(pixels);
        return picture;

        byte Jitter(byte value) => (byte)Math.Clamp(value + random.Next(-30, 31), 0, 255);
    }
}
