using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Matting.Editing;

/// <summary>Clips as stencils: a bar that gets wider by eight pixels with every frame.</summary>
public sealed class StencilClipTests : ClipTests
{
    private const string Bars = "geq=lum='255*lt(X\\,8*(N+1))':cb=128:cr=128";

    [Fact]
    public async Task The_frame_of_the_time_counts_and_the_last_one_is_held()
    {
        var edits = new MatteEdits { Holdout = MatteStencil.Read(Stencil("bars.mkv")) };
        await using var editor = new MatteEditor(edits, Mattes.Milliseconds);

        foreach (var (time, width) in new[] { (0, 8), (90, 8), (100, 16), (250, 24), (398, 32), (400, 40), (90_000, 40), (100, 16) })
        {
            using var matte = Mattes.Of(64, 48, (_, _) => 0, time: time).Edited(editor);
            Assert.Equal(width, matte.Width(20));
        }
    }

    // 30 frames a second: 33.33 ms is 33 in Matroska and 3 in GIF.
    [Theory]
    [InlineData("bars.mkv", 90000)]
    [InlineData("bars.mp4", 1000)]
    [InlineData("bars.mov", 100)]
    [InlineData("bars.gif", 15360)]
    public async Task What_containers_round_does_not_matter(string name, int ticks)
    {
        var clock = new FrameClock(new Rational(1, ticks));
        await using var editor = new MatteEditor(new MatteEdits { Garbage = MatteStencil.Read(Stencil(name, rate: 30)) }, clock);

        for (var i = 0; i < 5; i++)
        {
            using var matte = Mattes.Of(64, 48, (_, _) => 1, time: (long)Math.Round(i * ticks / 30.0)).Edited(editor);
            Assert.Equal(64 - (8 * (i + 1)), matte.Width(20), 0.5);
        }
    }

    [Fact]
    public async Task Alpha_counts_where_some_of_it_is_transparent()
    {
        Ffmpeg.Run(
            "-f", "lavfi", "-i", $"color=white:s=64x48:r=10:d=0.3,format=rgba,geq=r=255:g=255:b=255:a='255*lt(X\\,8*(N+1))'", "-c:v",
            "qtrle", At("alpha.mov"));
        Ffmpeg.Run("-i", Stencil("bars.mkv"), "-vf", "format=rgba", "-c:v", "qtrle", At("opaque.mov"));

        foreach (var name in new[] { "alpha.mov", "opaque.mov" })
        {
            await using var editor = new MatteEditor(new MatteEdits { Holdout = MatteStencil.Read(At(name)) }, Mattes.Milliseconds);
            using var matte = Mattes.Of(64, 48, (_, _) => 0, time: 200).Edited(editor);
            Assert.Equal(24, matte.Width(20), 0.1);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    public async Task A_run_aligns_it_with_the_clips_own_time(double? from)
    {
        var input = Make("in.mp4", "testsrc2=s=64x48:r=10:d=0.8");
        await RunAsync(input, options => Overruled(options) with { From = Seconds(from) }, Mask("mask.mkv"));

        var (expected, actual) = (Ffmpeg.Pixels(At("bars.mkv"), "gray"), Ffmpeg.Pixels(At("mask.mkv"), "gray"));
        var first = (int)Math.Round((from ?? 0) * 10);
        Assert.Equal((8 - first) * 64 * 48, actual.Length);
        for (var i = 0; i < 8 - first; i++)
        {
            Assert.Equal(Picture(expected, Math.Min(first + i, 4)), Picture(actual, i));
        }
    }

    [Theory]
    [InlineData("in.mkv", "bars.mp4")]
    [InlineData("in.gif", "bars.mp4")]
    [InlineData("in.mp4", "bars.mkv")]
    [InlineData("in.ts", "bars.gif")]
    public async Task Frames_of_one_rate_meet_in_all_containers(string name, string stencil)
    {
        string[] encoding = Path.GetExtension(name) == ".gif" ? [] : ["-c:v", "mpeg2video"];
        var input = Make(name, "testsrc2=s=64x48:r=30:d=0.16", encoding);

        await RunAsync(input, options => Overruled(options, Stencil(stencil, rate: 30)), Mask("mask.mkv"));

        var (expected, actual) = (Ffmpeg.Pixels(At(stencil), "gray"), Ffmpeg.Pixels(At("mask.mkv"), "gray"));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 2, pair.First + 2));
    }

    [Fact]
    public async Task It_works_with_piped_clips()
    {
        var input = Make("in.mkv", "testsrc2=s=64x48:r=10:d=0.5");
        await using var stream = File.OpenRead(input);

        await RunAsync(MediaSource.FromStream(stream), Overruled, Mask("mask.mkv"));

        Assert.Equal(Ffmpeg.Pixels(At("bars.mkv"), "gray"), Ffmpeg.Pixels(At("mask.mkv"), "gray"));
    }

    [Fact]
    public void It_works_with_live_frames()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        var edits = new MatteEdits { Garbage = White(), Holdout = MatteStencil.Read(Stencil("bars.mkv")) };
        using var live = new LiveMatter(predictor, new MattingOptions { Smoothing = SmoothingOptions.Off, Edits = edits });

        for (var i = 0; i < 5; i++)
        {
            using var matted = live.NextMatte(new Frame(64, 48, 100 * i), Cancellation);
            Assert.Equal(8 * (i + 1), matted.Matte.Width(20));
        }
    }

    [Fact]
    public async Task What_is_no_clip_ends_the_run_with_one_line()
    {
        await File.WriteAllTextAsync(At("notes.txt"), "no clip", Cancellation);
        var edits = new MatteEdits { Garbage = MatteStencil.Read(At("notes.txt")) };

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(
            Make("in.mkv", "testsrc2=s=64x48:r=10:d=0.5"), options => options with { Edits = edits }, Mask("mask.mkv")));

        Assert.StartsWith($"Garbage {At("notes.txt")}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(["in.mkv", "notes.txt"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    // Nothing is subject but what the clip says, so that masks are its frames.
    private PipelineOptions Overruled(PipelineOptions options) => Overruled(options, Stencil("bars.mkv"));

    private static PipelineOptions Overruled(PipelineOptions options, string stencil) =>
        options with { Edits = new MatteEdits { Garbage = White(), Holdout = MatteStencil.Read(stencil) } };

    private string Stencil(string name, int rate = 10)
    {
        string[] encoding = name switch
        {
            "bars.mp4" or "bars.mov" => ["-c:v", "libx264", "-qp", "0"],
            "bars.mkv" => ["-c:v", "ffv1"],
            _ => [],
        };
        Ffmpeg.Run(
            [
                "-f", "lavfi", "-i", $"color=black:s=64x48:r={rate}", "-frames:v", "5", "-vf", $"format=yuv444p,{Bars},format=gray",
                .. encoding, At(name),
            ]);
        return At(name);
    }

    private static MatteStencil White()
    {
        using var white = Mattes.Of(4, 4, (_, _) => 1);
        return new MatteStencil(white);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static byte[] Picture(byte[] pictures, int index) => pictures[(index * 64 * 48)..((index + 1) * 64 * 48)];

    private MaskOutput Mask(string name) => new() { Path = At(name), Codec = "ffv1" };
}
