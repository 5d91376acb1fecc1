using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Compositing.Backgrounds;

public sealed class BackgroundTests : IDisposable
{
    // The clip that the backgrounds are for ticks in milliseconds.
    private static readonly VideoFormat Clip = new(8, 6, new Rational(1, 1000), new Rational(1, 1), PixelLayout.Rgb24);

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-backgrounds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Pictures.LayoutsOfFrames), MemberType = typeof(Pictures))]
    public async Task One_color_fills_the_canvas_in_its_depth(string layout)
    {
        using var canvas = await PaintAsync(BackgroundSpec.FromColor(0xFF, 0x80, 0x01), Pictures.Layout(layout));

        Pictures.AssertPixel([255, 128, 1], canvas, 7, 5, tolerance: 0);
    }

    [Theory]
    [InlineData(400, 100, 200, 100, 1.0, 100, 0, 200, 100)]
    [InlineData(100, 400, 200, 100, 1.0, 0, 175, 100, 50)]
    [InlineData(64, 48, 640, 480, 1.0, 0, 0, 64, 48)]
    [InlineData(200, 100, 200, 100, 2.0, 50, 0, 100, 100)]
    [InlineData(1, 1, 640, 1, 1.0, 0, 0, 1, 1)]
    public void A_picture_is_cropped_around_its_middle(
        int width, int height, int canvasWidth, int canvasHeight, double pixelAspect, int x, int y,
        int cropWidth, int cropHeight) => Assert.Equal(
            new Rect(x, y, cropWidth, cropHeight),
            CoverFit.Crop(new Size(width, height), new Size(canvasWidth, canvasHeight), pixelAspect));

    [Theory]
    [InlineData(false, "rgb24")]
    [InlineData(false, "rgb48le")]
    [InlineData(true, "rgb24")]
    [InlineData(true, "rgb48le")]
    public async Task A_picture_covers_the_canvas_in_its_depth(bool deepPicture, string layout)
    {
        // Red, green and blue beside each other; what is cropped away left and right is white.
        var path = Path.Combine(_folder, "picture.png");
        var scale = deepPicture ? 257 : 1;
        using (var picture = new Mat(60, 160, deepPicture ? MatType.CV_16UC3 : MatType.CV_8UC3, Scalar.All(255 * scale)))
        {
            picture[new Rect(40, 0, 40, 60)].SetTo(new Scalar(10 * scale, 20 * scale, 200 * scale));
            picture[new Rect(80, 0, 40, 60)].SetTo(new Scalar(200 * scale, 20 * scale, 10 * scale));
            Cv2.ImWrite(path, picture);
        }

        using var canvas = await PaintAsync(BackgroundSpec.FromFile(path), Pictures.Layout(layout));

        Pictures.AssertPixel([200, 20, 10], canvas, 0, 0, tolerance: 1);
        Pictures.AssertPixel([200, 20, 10], canvas, 3, 5, tolerance: 1);
        Pictures.AssertPixel([10, 20, 200], canvas, 4, 0, tolerance: 1);
        Pictures.AssertPixel([10, 20, 200], canvas, 7, 3, tolerance: 1);
    }

    [Fact]
    public async Task A_picture_covers_what_pixels_that_are_wide_show()
    {
        // 8×6 pixels, each twice as wide as high, show what is 16×6: all of a picture that is 160×60, the white at its sides too.
        var path = Path.Combine(_folder, "picture.png");
        using (var picture = new Mat(60, 160, MatType.CV_8UC3, Scalar.White))
        {
            picture[new Rect(40, 0, 80, 60)].SetTo(Scalar.Black);
            Cv2.ImWrite(path, picture);
        }

        await using var background = await BackgroundSpec.FromFile(path).OpenAsync(
            Clip with { SampleAspect = new Rational(2, 1) }, TestContext.Current.CancellationToken);
        using var canvas = await PaintAsync(background, PixelLayout.Rgb24, 0);

        Pictures.AssertPixel([255, 255, 255], canvas, 0, 3, tolerance: 1);
        Pictures.AssertPixel([0, 0, 0], canvas, 4, 3, tolerance: 1);
        Pictures.AssertPixel([255, 255, 255], canvas, 7, 3, tolerance: 1);
    }

    [Fact]
    public async Task A_picture_of_sixteen_bits_keeps_them()
    {
        var path = Path.Combine(_folder, "deep.png");
        using (var picture = new Mat(6, 8, MatType.CV_16UC3, Scalar.All(12_345)))
        {
            Cv2.ImWrite(path, picture);
        }

        using var canvas = await PaintAsync(BackgroundSpec.FromFile(path), PixelLayout.Rgb48);

        Pictures.AssertPixel([12_345 / 257.0, 12_345 / 257.0, 12_345 / 257.0], canvas, 3, 3, tolerance: 0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transparent_pictures_hidden_colors_stay_hidden(bool deepPicture)
    {
        var path = Path.Combine(_folder, "transparent.png");
        var scale = deepPicture ? 257 : 1;
        var color = new Scalar(200 * scale, 100 * scale, 50 * scale, 51 * scale);
        using (var picture = new Mat(6, 8, deepPicture ? MatType.CV_16UC4 : MatType.CV_8UC4, color))
        {
            Cv2.ImWrite(path, picture);
        }

        using var canvas = await PaintAsync(BackgroundSpec.FromFile(path), PixelLayout.Rgb24);

        Pictures.AssertPixel([10, 20, 40], canvas, 3, 3, tolerance: 1);
    }

    [Theory]
    [InlineData("broken.png")]
    [InlineData("broken.mp4")]
    [InlineData("empty.jpg")]
    public async Task A_damaged_file_is_bad_input_and_leaves_nothing_alive(string name)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, name.StartsWith("empty", StringComparison.Ordinal) ? "" : "no picture at all");

        var error = await Assert.ThrowsAsync<InputException>(
            async () => await PaintAsync(BackgroundSpec.FromFile(path), PixelLayout.Rgb24));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Pictures.AssertNoneAlive();
    }

    [Fact]
    public async Task Blurring_leaves_no_halo_of_the_subject()
    {
        using var matted = Pictures.Matted(
            PixelLayout.Rgb24, 90, 60, (x, _) => x is > 30 and < 60 ? [255, 0, 0] : [0, 90, 160],
            (x, _) => x is > 30 and < 60 ? (byte)255 : (byte)0);
        using var canvas = new Frame(90, 60);
        await using var background = new BlurBackground(6);
        await background.PaintAsync(matted, canvas, TestContext.Current.CancellationToken);

        for (var x = 0; x < 90; x++)
        {
            Pictures.AssertPixel([0, 90, 160], canvas, x, 20, tolerance: 2);
        }
    }

    [Fact]
    public async Task A_frame_full_of_subject_has_no_background_to_blur_and_stays_whole()
    {
        using var matted = Pictures.Matted(PixelLayout.Rgb48, 30, 20, (_, _) => [9, 8, 7], (_, _) => 255);
        using var canvas = new Frame(30, 20, layout: PixelLayout.Rgb48);
        await using var background = new BlurBackground(null);
        await background.PaintAsync(matted, canvas, TestContext.Current.CancellationToken);

        Pictures.AssertPixel([0, 0, 0], canvas, 10, 10, tolerance: 0);
    }

    [Fact]
    public async Task A_video_runs_beside_the_clip_and_begins_again_when_it_ends()
    {
        // Four frames of 200 ms, of gray 40, 80, 120 and 160.
        var path = Path.Combine(_folder, "grays.mkv");
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "color=black:s=16x12:r=5:d=0.8,format=gray,geq=lum=40*(N+1)",
            "-c:v", "ffv1", "-pix_fmt", "gray", path);

        await using (var background = await BackgroundSpec.FromFile(path).OpenAsync(Clip, TestContext.Current.CancellationToken))
        {
            foreach (var (time, gray) in new[]
            {
                (-50, 40), (0, 40), (199, 40), (200, 80), (350, 80), (799, 160), (800, 40), (1001, 80), (1500, 160), (2700, 80),
                (4799, 160),
                (400, 120), (100, 40),
            })
            {
                using var canvas = await PaintAsync(background, PixelLayout.Rgb24, time);
                Pictures.AssertPixel([gray, gray, gray], canvas, 3, 3, tolerance: 1);
            }

            Assert.InRange(Frame.AliveCount, 1, 3);
        }

        Pictures.AssertNoneAlive();
    }

    [Fact]
    public async Task A_gif_of_one_frame_is_a_still_picture()
    {
        var path = Path.Combine(_folder, "still.gif");
        Ffmpeg.Run("-f", "lavfi", "-i", "color=white:s=16x12", "-frames:v", "1", path);

        await using (var background = await BackgroundSpec.FromFile(path).OpenAsync(Clip, TestContext.Current.CancellationToken))
        {
            foreach (var time in new[] { 0, 100_000, 5 })
            {
                using var canvas = await PaintAsync(background, PixelLayout.Rgb48, time);
                Pictures.AssertPixel([255, 255, 255], canvas, 7, 5, tolerance: 4);
            }
        }

        Pictures.AssertNoneAlive();
    }

    private static async Task<Frame> PaintAsync(BackgroundSpec spec, PixelLayout layout)
    {
        await using var background = await spec.OpenAsync(Clip, TestContext.Current.CancellationToken);
        return await PaintAsync(background, layout, 0);
    }

    private static async Task<Frame> PaintAsync(IBackground background, PixelLayout layout, long time)
    {
        using var matted = new Pipeline.Matting.MattedFrame(
            new Frame(Clip.Width, Clip.Height, time, layout),
            new Frame(Clip.Width, Clip.Height, time, layout.BytesPerSample == 1 ? PixelLayout.Gray8 : PixelLayout.Gray16));
        var canvas = new Frame(Clip.Width, Clip.Height, time, layout.BytesPerSample == 1 ? PixelLayout.Rgb24 : PixelLayout.Rgb48);
        await background.PaintAsync(matted, canvas, TestContext.Current.CancellationToken);
        return canvas;
    }
}
