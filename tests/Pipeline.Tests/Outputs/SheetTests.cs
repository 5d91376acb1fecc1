using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Outputs;

/// <summary>Contact sheets: rows of frame, mask and cut-out.</summary>
public sealed class SheetTests : ClipTests
{
    private const int Margin = 16;
    private const int Head = 36;
    private const int Gap = 8;
    private const int Caption = 28;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_the_middles_of_equal_parts_of_the_clip(bool withOthers)
    {
        // Each frame's brightness is its number, times four.
        Make("in.mkv", "color=black:s=64x48:r=25:d=2.4,format=rgb24,geq=r='4*N':g='4*N':b='4*N'", "-c:v", "ffv1", "-pix_fmt", "bgr0");
        MediaOutput[] others = withOthers ? [new MaskOutput { Path = At("m.mkv") }] : [];

        var end = await RunSheetAsync("in.mkv", moments: 4, smoothing: new SmoothingOptions(), others);

        Assert.Equal((Width(64), Height(48, rows: 4)), Ffmpeg.Size(At("sheet.png")));
        var brightness = Enumerable.Range(0, 4).Select(row => Pixel(Margin + 10, Head + (row * (48 + Caption)) + 10).Red / 4).ToArray();
        var expected = new[] { 7, 22, 37, 52 };
        Assert.All(brightness.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
        Assert.Equal(withOthers ? 60 : 4, end.Frames);

        // Three frames on each side of a moment smooth its mask.
        Assert.Equal(withOthers ? 60 : 28, end.InferredFrames + end.ReusedFrames);
    }

    [Fact]
    public async Task A_still_has_one_row_of_original_mask_and_cutout()
    {
        File.Copy(Fixtures.Path("input.png"), At("in.png"));
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), TorchSharp.torch.CPU, size: 224);
        var options = new PipelineOptions
        {
            Input = At("in.png"),
            Outputs = [new SheetOutput { Path = At("sheet.png") }, new MaskOutput { Path = At("mask.png") }],
        };
        await new VideoPipeline(predictor).RunAsync(options, null, Cancellation);

        Assert.Equal((Width(320), Head + 320 + Margin), Ffmpeg.Size(At("sheet.png")));
        var (picture, mask) = (Ffmpeg.Pixels(At("in.png")), Ffmpeg.Pixels(At("mask.png"), "gray"));

        // The forehead, and the wall.
        foreach (var (x, y) in new[] { (135, 90), (220, 15) })
        {
            var at = (y * 320) + x;
            Assert.Equal(picture[at * 3], Pixel(Margin + x, Head + y).Red);
            Assert.Equal(mask[at], Pixel(Margin + 320 + Gap + x, Head + y).Red);
        }

        // Under the wall, the checkerboard.
        Assert.InRange(Pixel(Margin + (2 * (320 + Gap)) + 220, Head + 15).Red, 190, 255);
        Assert.Equal(Pixel(Margin + 135, Head + 90).Red, Pixel(Margin + (2 * (320 + Gap)) + 135, Head + 90).Red, 12.0);
    }

    [Fact]
    public async Task A_clip_of_fewer_frames_has_fewer_rows()
    {
        Make("in.gif", "testsrc2=s=64x48:r=10:d=0.3");

        await RunSheetAsync("in.gif", moments: 6, SmoothingOptions.Off);

        Assert.Equal((Width(64), Height(48, rows: 3)), Ffmpeg.Size(At("sheet.png")));
    }

    [Fact]
    public async Task A_clip_through_a_pipe_has_rows_of_even_distance_too()
    {
        Make("in.mkv", "color=black:s=64x48:r=25:d=10,format=rgb24,geq=r='N':g='N':b='N'", "-c:v", "ffv1", "-pix_fmt", "bgr0");
        await using var stream = File.OpenRead(At("in.mkv"));
        using var pipe = new MemoryStream(Ffmpeg.Output(
            "-loglevel", "error", "-i", At("in.mkv"), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"));
        var raw = MediaSource.FromRawFrames(pipe, new RawVideoFormat(RawPixels.Rgb24, 64, 48, new Rational(25, 1)));

        await RunAsync(raw, new SheetOutput { Path = At("sheet.png"), Moments = 3 });

        var brightness = Enumerable.Range(0, 3).Select(row => Pixel(Margin + 10, Head + (row * (48 + Caption)) + 10).Red).ToArray();
        Assert.All(brightness.Zip([41, 124, 207]), pair => Assert.InRange(pair.First - pair.Second, -25, 25));
    }

    [Theory]
    [InlineData(10, 2)]
    [InlineData(20, 1)]
    [InlineData(100, 1)]
    [InlineData(1_000_000, 1)]
    [InlineData(2, 2)]
    public async Task A_clip_of_another_length_than_was_expected_is_shown_too(long expected, int needed)
    {
        var moments = new SheetMoments(2, expected, reach: 0);
        var count = 0;
        await foreach (var frame in moments.NeededAsync(Enumerable.Range(0, 10).Select(i => new Frame(4, 4, i)).ToAsyncEnumerable()))
        {
            using (frame)
            {
                count++;
            }
        }

        Assert.Equal(needed, count);
    }

    [Theory]
    [InlineData("sheet.jpg", 6)]
    [InlineData("sheet.png", 0)]
    [InlineData("sheet.png", 51)]
    [InlineData("sheet/", 6)]
    public async Task What_cannot_be_is_refused(string name, int moments)
    {
        Make("in.gif", "testsrc2=s=64x48:r=10:d=0.3");

        await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(At("in.gif"), new SheetOutput { Path = At(name), Moments = moments }));
    }

    private static int Width(int cell) => (2 * Margin) + (3 * cell) + (2 * Gap);

    private static int Height(int cell, int rows) => Head + (rows * (cell + Caption)) + (Margin / 2);

    private (int Red, int Green, int Blue) Pixel(int x, int y)
    {
        var (red, green, blue) = Ffmpeg.Color(At("sheet.png"), x, y, 1);
        return ((int)red, (int)green, (int)blue);
    }

    private async Task<PipelineProgress> RunSheetAsync(string input, int moments, SmoothingOptions smoothing, params MediaOutput[] others)
    {
        var options = new PipelineOptions
        {
            Input = At(input),
            Outputs = [new SheetOutput { Path = At("sheet.png"), Moments = moments }, .. others],
            Smoothing = smoothing,
        };
        return await new VideoPipeline(Predictor).RunAsync(options, null, Cancellation);
    }
}
