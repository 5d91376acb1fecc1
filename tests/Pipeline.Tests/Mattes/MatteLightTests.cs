using System.Runtime.InteropServices;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>Matte files and crops of pictures in linear light with highlights.</summary>
public sealed class MatteLightTests : MatteTests
{
    // Levels of sixteen bits: the direct run comes by another way to the same curve.
    private const int Rounding = 6;

    [Fact]
    public async Task One_matte_serves_outputs_with_and_without_highlights()
    {
        var input = Light();
        CutoutOutput Linear(string name) => new() { Path = At(name), Decontaminate = false, Alpha = AlphaMode.Straight };
        await RunWellAsync(Options(input, null, Linear("direct.exr")));
        await RunWellAsync(Options(input, null, Linear("direct.png")));
        await RunWellAsync(Options(input, At("in.matte"), Linear("stored.png")));

        var light = await RunWellAsync(Options(input, At("in.matte"), Linear("stored.exr")));
        var picture = await RunWellAsync(Options(input, At("in.matte"), Linear("again.png")));

        Assert.Equal((0, 1, 0, 1), (light.InferredFrames, light.StoredFrames, picture.InferredFrames, picture.StoredFrames));
        Assert.Equal(Floats("direct.exr"), Floats("stored.exr"));
        Assert.True(Floats("stored.exr").Max() > 2);
        Assert.Equal(Ffmpeg.Pixels(At("stored.png"), "rgba64le"), Ffmpeg.Pixels(At("again.png"), "rgba64le"));
        var (direct, stored) = (Samples("direct.png"), Samples("stored.png"));
        Assert.True(direct.Where((_, i) => i % 4 == 3).Max() > 40_000);
        for (var i = 0; i < direct.Length; i++)
        {
            // Inputs of the network differ by a step here and there, and so masks by a percent.
            var most = i % 4 == 3 ? 2 * ushort.MaxValue / 100 : Rounding;
            Assert.InRange(stored[i], direct[i] - most, direct[i] + most);
        }
    }

    [Fact]
    public async Task A_crop_keeps_highlights()
    {
        await RunWellAsync(
            Options(Light(), null, new CutoutOutput { Path = At("part.exr"), Decontaminate = false, Alpha = AlphaMode.Straight }) with
            {
                Crop = new SubjectCrop(Margin: 2),
            });

        Assert.True(Floats("part.exr").Max() > 2);
    }

    // Smaller pictures leave the network in doubt.
    private static async Task<PipelineProgress> RunWellAsync(PipelineOptions options)
    {
        const int side = 224;
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), TorchSharp.torch.CPU, side);
        return await RunAsync(options, PredictorSource.Of(predictor, new PredictorIdentity("of light") { Sizing = side }));
    }

    private string Light()
    {
        Ffmpeg.Run(
            "-i", Fixtures.Path("input.png"), "-vf",
            "format=gbrp,zscale=tin=iec61966-2-1:t=linear,format=gbrpf32le,exposure=1.5", "-c:v", "exr", "-format", "half",
            At("in.exr"));
        return At("in.exr");
    }

    private float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Ffmpeg.Pixels(At(name), "gbrapf32le")).ToArray();

    private ushort[] Samples(string name) => MemoryMarshal.Cast<byte, ushort>(Ffmpeg.Pixels(At(name), "rgba64le")).ToArray();
}
