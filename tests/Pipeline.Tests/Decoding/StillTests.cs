using U2Video.Core.Errors;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>Pictures: upright, whole, and with their own sizes.</summary>
public sealed class StillTests : ClipTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    public async Task A_photograph_is_brought_upright_once(int orientation, bool isTurned)
    {
        // Upright, the quarters are red, green, blue and white, from the top left on.
        var path = At("in.jpg");
        string[] turns = ["null", "hflip", "hflip,vflip", "vflip", "transpose=0", "transpose=2", "transpose=3", "transpose=1"];
        var stored = turns[orientation - 1];
        Ffmpeg.Run(
            "-f", "lavfi", "-i",
            $"color=white:s=96x64,drawbox=0:0:48:32:red:fill,drawbox=48:0:48:32:green:fill,drawbox=0:32:48:32:blue:fill,{stored}",
            "-frames:v", "1", "-q:v", "1", "-pix_fmt", "yuvj444p", path);
        await File.WriteAllBytesAsync(path, WithOrientation(await File.ReadAllBytesAsync(path, Cancellation), orientation), Cancellation);
        Assert.Equal(isTurned ? (64, 96) : (96, 64), Ffmpeg.Size(path));

        await RunAsync(path, new CutoutOutput { Path = At("out.png"), Decontaminate = false });
        using (var stream = File.OpenRead(path))
        {
            await RunAsync(MediaSource.FromStream(stream), Original("piped/"));
        }

        foreach (var name in new[] { "out.png", "piped/000001.png" })
        {
            Assert.Equal((96, 64), Ffmpeg.Size(At(name)));
            AssertColor((255, 0, 0), Ffmpeg.Color(At(name), 12, 8, 12));
            AssertColor((0, 128, 0), Ffmpeg.Color(At(name), 72, 8, 12));
            AssertColor((0, 0, 255), Ffmpeg.Color(At(name), 12, 44, 12));
        }

        Assert.Equal("rgba", Ffmpeg.Field(At("out.png"), "pix_fmt"));
    }

    [Fact]
    public async Task A_clip_that_lies_on_its_side_is_turned_once()
    {
        var lying = Make("lying.mp4", "color=red:s=96x64:r=5:d=0.6,drawbox=0:0:96:32:blue:fill");
        Ffmpeg.Run("-i", lying, "-c", "copy", "-metadata:s:v", "rotate=90", At("in.mp4"));

        Ffmpeg.Run("-i", At("in.mp4"), "-frames:v", "1", At("turned.png"));
        var turned = Ffmpeg.Color(At("turned.png"), 8, 40, 16);

        await RunAsync(At("in.mp4"), Original("out.mp4"), Original("out.gif"));

        foreach (var name in new[] { "out.mp4", "out.gif" })
        {
            Assert.Equal((64, 96), Ffmpeg.Size(At(name)));
            Assert.Empty(Ffmpeg.Probe(At(name), "-show_entries", "stream_side_data=rotation"));

            // As ffmpeg and every player turn it.
            AssertColor(turned, Ffmpeg.Color(At(name), 8, 40, 16));
        }
    }

    [Fact]
    public async Task Whatever_holds_one_picture_becomes_one_picture()
    {
        Assert.SkipUnless(Ffmpeg.Has("muxers", "avif") && Ffmpeg.Has("encoders", "libaom-av1"), "This ffmpeg cannot make AVIFs.");
        Make("still.avif", "testsrc2=s=64x64:r=1:d=1", "-frames:v", "1", "-c:v", "libaom-av1", "-cpu-used", "8", "-still-picture", "1");
        Make("still.apng", "testsrc2=s=64x64:r=1:d=1", "-frames:v", "1");
        Make("still.gif", "testsrc2=s=64x64:r=1:d=1", "-frames:v", "1");
        Make("still.mp4", "testsrc2=s=64x64:r=1:d=1", "-frames:v", "1");
        Make("moving.avif", "testsrc2=s=64x64:r=5:d=1", "-c:v", "libaom-av1", "-cpu-used", "8");

        foreach (var name in new[] { "still.avif", "still.apng", "still.gif", "still.mp4" })
        {
            await RunAsync(At(name), new CutoutOutput { Path = At(name + ".png") }, Original(name + ".jpg"));
            Assert.Equal((64, 64), Ffmpeg.Size(At(name + ".png")));
        }

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(At("moving.avif"), new CutoutOutput { Path = At("moving.png") }));
        Assert.Contains("is one picture, and", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("10")]
    public async Task An_avif_of_another_encoder_becomes_a_png(string depth)
    {
        Assert.SkipUnless(Has("avifenc"), "avifenc (libavif-bin) is not here.");
        Make("in.png", "testsrc2=s=96x64:r=1:d=1", "-frames:v", "1");
        Start("avifenc", "--speed", "8", "--lossless", "--depth", depth, At("in.png"), At("in.avif"));

        await RunAsync(At("in.avif"), Original("out.png"));

        Assert.Equal((96, 64), Ffmpeg.Size(At("out.png")));
        Assert.All(Ffmpeg.Pixels(At("in.png")).Zip(Ffmpeg.Pixels(At("out.png"))), pair => Assert.InRange(pair.First - pair.Second, -2, 2));
    }

    [Fact]
    public async Task An_avif_of_tiles_is_named()
    {
        Assert.SkipUnless(Has("avifenc"), "avifenc (libavif-bin) is not here.");
        Make("in.png", "testsrc2=s=256x256:r=1:d=1", "-frames:v", "1");
        Start("avifenc", "--speed", "8", "--grid", "2x2", At("in.png"), At("in.avif"));
        Assert.SkipWhen(Ffmpeg.Field(At("in.avif"), "width") != "0", "This ffmpeg reads AVIFs of tiles.");

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(At("in.avif"), Original("out.png")));

        Assert.Contains("in.avif: is an AVIF picture of several tiles", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heic_of_another_encoder_is_read_or_named()
    {
        Assert.SkipUnless(Has("heif-enc"), "heif-enc (libheif-examples) is not here.");
        Make("in.png", "testsrc2=s=256x256:r=1:d=1", "-frames:v", "1");
        Start("heif-enc", "-q", "90", At("in.png"), "-o", At("in.heic"));

        try
        {
            await RunAsync(At("in.heic"), Original("out.png"));
            Assert.Equal((256, 256), Ffmpeg.Size(At("out.png")));
        }
        catch (InputException error)
        {
            Assert.Contains("in.heic: is a HEIC picture, which ffmpeg", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("mif1")]
    public async Task A_heic_that_cannot_be_read_is_named(string brand)
    {
        byte[] major = System.Text.Encoding.ASCII.GetBytes(brand);
        await File.WriteAllBytesAsync(At("photo.heic"), [0, 0, 0, 24, .. "ftyp"u8, .. major, 0, 0, 0, 0, .. "mif1heic"u8], Cancellation);

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(At("photo.heic"), Original("out.png")));

        Assert.Contains("photo.heic: is a HEIC picture, which ffmpeg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_frame_of_a_clip_is_a_picture()
    {
        Make("in.mp4", "testsrc2=s=64x48:r=5:d=1");

        await RunAsync(At("in.mp4"), options => options with { From = TimeSpan.FromSeconds(0.4), MaxFrames = 1 }, Original("out.png"));

        Assert.Equal((64, 48), Ffmpeg.Size(At("out.png")));
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Start(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static void AssertColor((double, double, double) expected, (double, double, double) actual)
    {
        Assert.Equal(expected.Item1, actual.Item1, 4.0);
        Assert.Equal(expected.Item2, actual.Item2, 4.0);
        Assert.Equal(expected.Item3, actual.Item3, 4.0);
    }

    // A segment with EXIF's one tag, before all others.
    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0II*\0\b\0\0\0"u8, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
