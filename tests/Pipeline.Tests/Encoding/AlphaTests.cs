using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Transparency as it is read back from each container that holds it.</summary>
public sealed class AlphaTests : ClipTests
{
    private const int Width = 96;
    private const int Height = 64;
    private const int Frames = 6;
    private const int Pixels = Width * Height;

    [Fact]
    public async Task A_cutout_comes_back_from_every_container_that_holds_alpha()
    {
        var input = MakeMovingPerson();

        // Smaller pictures leave the network in doubt.
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 192);
        MediaOutput[] outputs =
        [
            new MaskOutput { Path = At("mask/") },
            Cutout("out.webm"), Cutout("prores.mov"), Cutout("qtrle.mov") with { Codec = "qtrle" }, Cutout("out.mkv"), Cutout("out.apng"),
            Cutout("out.webp"), Cutout("out.gif"), Cutout("out/"), Cutout("out-%03d.png"), Cutout("out.nut"),
        ];
        await new VideoPipeline(predictor).RunAsync(
            new PipelineOptions { Input = input, Outputs = outputs, Smoothing = SmoothingOptions.Off }, null, Cancellation);

        var masks = Enumerable.Range(1, Frames).SelectMany(i => Ffmpeg.Pixels(At($"mask/{i:D6}.png"), "gray")).ToArray();
        Assert.InRange(masks.Count(value => value > 200), Pixels / 20, Frames * Pixels);
        Assert.InRange(masks.Count(value => value < 50), Pixels / 20, Frames * Pixels);
        AssertAlpha(masks, Ffmpeg.Pixels(At("out.webm"), "rgba", "-c:v", "libvpx-vp9"), most: 40, mean: 3);
        AssertAlpha(masks, Ffmpeg.Pixels(At("prores.mov"), "rgba"), most: 2, mean: 1);
        AssertAlpha(masks, Ffmpeg.Pixels(At("qtrle.mov"), "rgba"), most: 0, mean: 0);
        AssertAlpha(masks, Ffmpeg.Pixels(At("out.mkv"), "rgba"), most: 0, mean: 0);
        AssertAlpha(masks, Ffmpeg.Pixels(At("out.apng"), "rgba"), most: 0, mean: 0);
        AssertAlpha(masks, Ffmpeg.Pixels(At("out.nut"), "rgba"), most: 0, mean: 0);
        AssertAlpha(masks, Sequence(i => $"out/{i:D6}.png"), most: 0, mean: 0);
        AssertAlpha(masks, Sequence(i => $"out-{i:D3}.png"), most: 0, mean: 0);
        AssertAlpha(masks, ReadWebP(File.ReadAllBytes(At("out.webp"))), most: 0, mean: 0);

        // One bit, and no ghost: what lies outside of a frame's own mask shows nothing of the frames before.
        var gif = Ffmpeg.Pixels(At("out.gif"), "rgba");
        Assert.Equal(masks.Length * 4, gif.Length);
        for (var i = 0; i < masks.Length; i++)
        {
            Assert.True(
                gif[(4 * i) + 3] == (masks[i] >= 128 ? 255 : 0),
                $"frame {i / Pixels}, pixel {i % Pixels}: mask {masks[i]}, alpha {gif[(4 * i) + 3]}");
        }

        byte[] Sequence(Func<int, string> name) => [.. Enumerable.Range(1, Frames).SelectMany(i => Ffmpeg.Pixels(At(name(i)), "rgba"))];
    }

    [Fact]
    public async Task Straight_colors_are_the_frames_own_and_premultiplied_ones_fade()
    {
        var input = MakeMovingPerson();
        var straight = Cutout("straight.mkv") with { Decontaminate = false };

        await RunAsync(input, straight, straight with { Path = At("premultiplied.mkv"), Alpha = AlphaMode.Premultiplied });

        var (original, cutout, faded) = (
            Ffmpeg.Pixels(input), Ffmpeg.Pixels(At("straight.mkv"), "rgba"), Ffmpeg.Pixels(At("premultiplied.mkv"), "rgba"));
        for (var i = 0; i < Frames * Pixels; i++)
        {
            var alpha = cutout[(4 * i) + 3];
            Assert.Equal(alpha, faded[(4 * i) + 3]);
            for (var c = 0; c < 3; c++)
            {
                Assert.Equal(original[(3 * i) + c], cutout[(4 * i) + c]);
                Assert.InRange(faded[(4 * i) + c] - (original[(3 * i) + c] * alpha / 255.0), -1, 1);
            }
        }
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("jpg")]
    public async Task A_container_without_transparency_is_refused_with_a_hint(string extension)
    {
        var input = MakeMovingPerson();
        var error = await Assert.ThrowsAsync<Core.Errors.UsageException>(() => RunAsync(input, Cutout("out." + extension)));
        Assert.Contains("*.webm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transparency_of_the_input_is_kept()
    {
        // The left half shows nothing.
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "testsrc2=s=96x64:r=5:d=0.6", "-vf",
            "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*gte(X,48)'", "-c:v", "libvpx-vp9",
            "-auto-alt-ref", "0", At("in.webm"));

        await RunAsync(At("in.webm"), Cutout("out.mkv"), new MaskOutput { Path = At("mask.mkv"), Codec = "ffv1" });

        var (cutout, mask) = (Ffmpeg.Pixels(At("out.mkv"), "rgba"), Ffmpeg.Pixels(At("mask.mkv"), "gray"));
        Assert.All(Enumerable.Range(0, Pixels).Where(i => i % Width < 40), i => Assert.InRange(cutout[(4 * i) + 3], 0, 12));
        Assert.All(Enumerable.Range(0, Pixels), i => Assert.Equal(mask[i], cutout[(4 * i) + 3]));
    }

    private CutoutOutput Cutout(string name) => new() { Path = At(name) };

    // A person who moves through the picture before a flat wall.
    private string MakeMovingPerson()
    {
        Ffmpeg.Run(
            "-f", "lavfi", "-i", $"color=0x708090:s={Width}x{Height}:r=10:d=0.6", "-i", Fixtures.Path("input.png"),
            "-filter_complex", "[1]scale=64:64[p];[0][p]overlay=x='n*6':y=0:format=gbrp,format=bgr0", "-frames:v", $"{Frames}", "-c:v",
            "ffv1", At("in.mkv"));
        return At("in.mkv");
    }

    private static void AssertAlpha(byte[] masks, byte[] cutout, int most, double mean)
    {
        Assert.Equal(masks.Length * 4, cutout.Length);
        var errors = masks.Select((mask, i) => Math.Abs(mask - cutout[(4 * i) + 3])).ToArray();
        Assert.InRange(errors.Max(), 0, most);
        Assert.InRange(errors.Average(), 0, mean);
    }

    // ffmpeg decodes no animated WebP before 7: the file's own chunks are counted (VP8X's second bit is animation, its fifth alpha).
    // Each frame is read as a picture of its own, and laid where it belongs: an encoder leaves out what is the same as before.
    private byte[] ReadWebP(byte[] file)
    {
        Assert.Equal("RIFF", System.Text.Encoding.ASCII.GetString(file, 0, 4));
        var milliseconds = 0;
        var frames = new List<byte>();
        var canvas = new byte[4 * Pixels];
        for (int at = 12, size; at + 8 <= file.Length; at += 8 + ((size + 1) & ~1))
        {
            size = BitConverter.ToInt32(file, at + 4);
            switch (System.Text.Encoding.ASCII.GetString(file, at, 4))
            {
                case "VP8X":
                    Assert.Equal(0x12, file[at + 8] & 0x12);
                    Assert.Equal((Width - 1, Height - 1), (BitConverter.ToUInt16(file, at + 12), BitConverter.ToUInt16(file, at + 15)));
                    break;
                case "ANMF":
                    milliseconds += file[at + 20] | (file[at + 21] << 8) | (file[at + 22] << 16);
                    byte[] header = [.. "VP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, .. file[(at + 14)..(at + 20)]];
                    byte[] picture = [.. "WEBP"u8, .. header, .. file[(at + 24)..(at + 8 + size)]];
                    File.WriteAllBytes(At("frame.webp"), [.. "RIFF"u8, .. BitConverter.GetBytes(picture.Length), .. picture]);
                    var (left, top, width) = (2 * Number(at + 8), 2 * Number(at + 11), Number(at + 14) + 1);
                    Lay(Ffmpeg.Pixels(At("frame.webp"), "rgba"), canvas, left, top, width, blend: (file[at + 23] & 2) == 0);
                    frames.AddRange(canvas);
                    if ((file[at + 23] & 1) != 0)
                    {
                        Lay(new byte[4 * width * (Number(at + 17) + 1)], canvas, left, top, width, blend: false);
                    }

                    break;
            }
        }

        Assert.Equal(600, milliseconds);
        return [.. frames];

        int Number(int at) => file[at] | (file[at + 1] << 8) | (file[at + 2] << 16);
    }

    // Blended frames of ours are opaque or empty where something is below them, so that no mixing is needed.
    private static void Lay(byte[] picture, byte[] canvas, int left, int top, int width, bool blend)
    {
        for (var i = 0; i < picture.Length; i += 4)
        {
            var target = 4 * ((((i / 4 / width) + top) * Width) + left + (i / 4 % width));
            if (!blend || picture[i + 3] > 0)
            {
                Assert.True(!blend || picture[i + 3] == 255 || canvas[target + 3] == 0, "A frame is mixed with what is below it.");
                picture.AsSpan(i, 4).CopyTo(canvas.AsSpan(target, 4));
            }
        }
    }
}
