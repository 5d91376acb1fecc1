using System.Buffers.Binary;
using System.Runtime.InteropServices;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>OpenEXR: linear light in floating point.</summary>
public sealed class LightTests : ClipTests
{
    private const int Width = 256;
    private const int Height = 64;

    [Fact]
    public async Task Light_passes_unharmed_with_its_highlights()
    {
        // 2^-10 to 64, as half floats.
        var light = Ramp(low: -10, high: 6);
        WriteExr("in.exr", light);

        await RunAsync(At("in.exr"), Straight("out.exr"));

        Assert.Equal("gbrapf32le", Ffmpeg.Field(At("out.exr"), "pix_fmt"));
        var (worst, same) = Compare(light, Light("out.exr", "gbrapf32le"));
        Assert.InRange(worst, 0, 0.00098);
        Assert.InRange(same, 0.9, 1);
    }

    [Fact]
    public async Task Where_pictures_are_shown_highlights_are_white()
    {
        var light = Ramp(low: -6, high: 3);
        WriteExr("in.exr", light);

        await RunAsync(At("in.exr"), Straight("out.exr"), Original("out.png"));

        var clipped = light.Select(value => Math.Min(value, 1)).ToArray();
        var (worst, same) = Compare(clipped, Light("out.exr", "gbrapf32le"));
        Assert.InRange(worst, 0, 0.0005);
        Assert.InRange(same, 0.99, 1);
        var shown = MemoryMarshal.Cast<byte, ushort>(Ffmpeg.Pixels(At("out.png"), "rgb48le"));
        for (var i = 0; i < light.Length; i++)
        {
            Assert.Equal(ushort.MaxValue * Srgb(clipped[i]), shown[3 * i], 2.0);
        }
    }

    [Fact]
    public async Task The_network_sees_the_picture_as_it_is_shown()
    {
        Ffmpeg.Run("-i", Fixtures.Path("input.png"), "-vf", ToLight + ",exposure=1.5", "-c:v", "exr", "-format", "half", At("in.exr"));
        Ffmpeg.Run("-i", At("in.exr"), "-vf", "format=gbrpf32le,zscale=tin=linear:t=iec61966-2-1,format=gbrp,format=rgb24", At("in.png"));

        await RunWellAsync("in.exr", new MaskOutput { Path = At("light.png") });
        await RunWellAsync("in.png", new MaskOutput { Path = At("shown.png") });

        var (light, shown) = (Ffmpeg.Pixels(At("light.png"), "gray"), Ffmpeg.Pixels(At("shown.png"), "gray"));
        Assert.True(shown.Average(value => value) is > 20 and < 235);
        Assert.InRange(light.Zip(shown, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
    }

    [Fact]
    public async Task Alpha_is_multiplied_into_light_and_not_into_samples()
    {
        Ffmpeg.Run("-i", Fixtures.Path("input.png"), "-vf", ToLight, "-c:v", "exr", "-format", "float", At("in.exr"));
        var straight = Straight("straight.exr") with { Codec = "exr-float" };

        await RunWellAsync("in.exr", straight, straight with { Path = At("premultiplied.exr"), Alpha = null });

        var (colors, products) = (Light("straight.exr", "gbrapf32le"), Light("premultiplied.exr", "gbrapf32le"));
        var pixels = colors.Length / 4;
        var soft = 0;
        for (var i = 0; i < pixels; i++)
        {
            var alpha = colors[(3 * pixels) + i];
            soft += alpha is > 0.1f and < 0.9f ? 1 : 0;
            Assert.Equal(alpha, products[(3 * pixels) + i]);
            Assert.Equal(colors[i] * alpha, products[i], 1e-5f);
        }

        Assert.True(soft > 100, "No pixel is half transparent.");
    }

    [Fact]
    public async Task Alpha_of_the_input_is_divided_out()
    {
        // Red of 0.5, half of it seen: OpenEXR holds the product.
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "color=red@0.5:s=64x64,format=rgba,format=gbrapf32le", "-vf",
            "exposure=-1,premultiply=inplace=1", "-frames:v", "1", "-c:v", "exr", "-format", "float", At("in.exr"));

        await RunAsync(At("in.exr"), Straight("out.exr") with { Codec = "exr-float" });

        var light = Light("out.exr", "gbrapf32le");
        var product = Light("in.exr", "gbrapf32le");
        var red = product[2 * Side * Side] / product[3 * Side * Side];
        Assert.Equal(0.5f, red, 0.01f);
        Assert.All(light[(2 * Side * Side)..(3 * Side * Side)], value => Assert.Equal(red, value, 1e-4f));
        Assert.All(light[..(2 * Side * Side)], other => Assert.Equal(0, other, 1e-3f));
    }

    [Theory]
    [InlineData("exr", 0.0005)]
    [InlineData("exr-float", 0.00001)]
    public async Task Masks_are_coverage_and_not_light(string codec, double tolerance)
    {
        Ffmpeg.Run("-i", Fixtures.Path("input.png"), At("in.png"));

        await RunWellAsync("in.png", new MaskOutput { Path = At("m.exr"), Codec = codec }, new MaskOutput { Path = At("m.png") });

        Assert.Equal("grayf32le", Ffmpeg.Field(At("m.exr"), "pix_fmt"));
        var mask = Ffmpeg.Pixels(At("m.png"), "gray");
        var light = Light("m.exr", "grayf32le");
        Assert.All(mask.Zip(light), pair => Assert.Equal(pair.First / 255.0, pair.Second, tolerance));
        Assert.Contains((byte)255, mask);
    }

    [Fact]
    public async Task Pictures_of_eight_bits_become_light()
    {
        Make("in.png", "testsrc2=s=64x48:r=1:d=1", "-frames:v", "1", "-pix_fmt", "rgb24");

        await RunAsync(At("in.png"), Straight("out.exr") with { Codec = "exr-float" });

        var samples = Ffmpeg.Pixels(At("in.png"), "gbrp");
        var light = Light("out.exr", "gbrapf32le");
        Assert.All(samples.Zip(light), pair => Assert.Equal(pair.First / 255.0, Srgb(pair.Second), 1e-4));
    }

    [Fact]
    public async Task A_composite_of_light_is_shown_and_made_light_again()
    {
        WriteExr("in.exr", Ramp(low: -6, high: 3));

        await RunAsync(
            At("in.exr"),
            options => options with { Edits = new() { Region = new(0, 0, 1, 1) } },
            new CompositeOutput { Path = At("out.exr"), Background = BackgroundSpec.FromColor(255, 255, 255) });

        Assert.Equal(1, Light("out.exr", "gbrpf32le").Take((Width * Height) - 1).Max());
    }

    [Fact]
    public async Task Pictures_of_light_can_be_a_clip()
    {
        foreach (var number in Enumerable.Range(1, 3))
        {
            WriteExr($"in.{number:D4}.exr", Ramp(low: -4 - number, high: 2));
        }

        await RunAsync(
            MediaSource.FromSequence(At("in.####.exr")), Straight("out.####.exr"), new MaskOutput { Path = At("masks/m.%04d.exr") });

        Assert.InRange(Compare(Ramp(-7, 2), Light("out.0003.exr", "gbrapf32le")).Worst, 0, 0.00098);
        Assert.Equal(3, Directory.GetFiles(At("masks")).Length);
    }

    [Fact]
    public async Task A_codec_that_exr_does_not_have_is_refused()
    {
        WriteExr("in.exr", Ramp(-2, 0));

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(At("in.exr"), new MaskOutput { Path = At("m.exr"), Codec = "h264" }));

        Assert.Contains("exr takes exr, exr-float", error.Message, StringComparison.Ordinal);
    }

    private const int Side = 64;

    private const string ToLight = "format=gbrp,zscale=tin=iec61966-2-1:t=linear,format=gbrpf32le";

    private CutoutOutput Straight(string name) => new() { Path = At(name), Decontaminate = false, Alpha = AlphaMode.Straight };

    // Smaller pictures leave the network in doubt.
    private async Task RunWellAsync(string input, params MediaOutput[] outputs)
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), TorchSharp.torch.CPU, size: 224);
        var options = new PipelineOptions { Input = At(input), Outputs = outputs };
        await new VideoPipeline(predictor).RunAsync(options, null, Cancellation);
    }

    private static float[] Ramp(double low, double high) =>
        [.. Enumerable.Range(0, Width * Height).Select(i => (float)(Half)Math.Pow(2, low + ((high - low) * i / ((Width * Height) - 1))))];

    private static double Srgb(double light) => light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;

    // The largest relative difference, and the share of values that are the same.
    private static (double Worst, double Same) Compare(float[] expected, float[] actual)
    {
        var pairs = expected.Zip(actual).ToArray();
        return (
            pairs.Max(pair => Math.Abs(pair.First - pair.Second) / pair.First), pairs.Average(pair => pair.First == pair.Second ? 1.0 : 0));
    }

    private void WriteExr(string name, float[] light)
    {
        var raw = new byte[3 * light.Length * sizeof(float)];
        for (var i = 0; i < 3 * light.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), light[i % light.Length]);
        }

        File.WriteAllBytes(At("light.raw"), raw);
        Ffmpeg.Run(
            "-f", "rawvideo", "-pix_fmt", "gbrpf32le", "-s", $"{Width}x{Height}", "-i", At("light.raw"), "-c:v", "exr", "-format", "half",
            At(name));
    }

    private float[] Light(string name, string format) =>
        MemoryMarshal.Cast<byte, float>(Ffmpeg.Output(
            "-nostdin", "-loglevel", "error", "-i", At(name), "-f", "rawvideo", "-pix_fmt", format, "-")).ToArray();
}
