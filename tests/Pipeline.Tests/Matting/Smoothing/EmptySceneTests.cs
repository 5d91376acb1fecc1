using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Matting.Smoothing;

/// <summary>Clips without anybody in them.</summary>
public class EmptySceneTests
{
    public static TheoryData<string, string> Scenes =>
        new MatrixTheoryData<string, string>(
            ["embedded", "official_u2netp.pth"], ["black", "gray", "white", "noise", "coarse noise", "dim noise"]);

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task Nobody_is_seen(string model, string kind)
    {
        using var predictor = new MaskPredictor(Open(model), CPU);
        var smoothing = new SmoothingStage(MaskNormalization.Auto, predictor.Description.Output, new SmoothingOptions());
        var stage = new PredictingStage(PredictorSource.Of(predictor), 1, smoothing.PerFrame);
        var frames = Enumerable.Range(0, 3).Select(i => Picture(kind, i, predictor.Description.InputSize)).Select(
            input => new SizedFrame(new Frame(2, 2), input));

        var masks = await TestFrames.RunAsync(
            masked => smoothing.RunAsync(masked, default), await stage.RunAsync(frames.ToAsyncEnumerable()).ToListAsync());

        Assert.InRange(masks.Max(mask => mask.Max()), 0, 0.1f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(60)]
    public void A_person_is_something_to_see_even_in_noise(double deviation)
    {
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        using var small = new Mat();
        using var noise = new Mat();
        Cv2.Resize(picture, small, new OpenCvSharp.Size(256, 256), interpolation: InterpolationFlags.Area);
        small.ConvertTo(small, MatType.CV_32FC3);
        noise.Create(small.Size(), MatType.CV_32FC3);
        Cv2.SetTheRNG(7);
        Cv2.Randn(noise, new Scalar(0, 0, 0), Scalar.All(deviation));
        Cv2.Add(small, noise, small);
        small.ConvertTo(small, MatType.CV_8UC3);
        small.GetArray(out Vec3b[] pixels);
        using var frame = new Frame(256, 256);
        pixels.SelectMany(pixel => new[] { pixel.Item0, pixel.Item1, pixel.Item2 }).ToArray().CopyTo(frame.Pixels.Span);

        Assert.InRange(EmptyScene.Structure(frame), 0.15, 1);
    }

    private static U2NetModel Open(string name) => name == "embedded" ? U2NetModel.LoadEmbedded() : U2NetModel.Load(Fixtures.Unpack(name));

    private static Frame Picture(string kind, int seed, int side)
    {
        using var picture = new Mat(side, side, MatType.CV_8UC3, Scalar.All(kind switch { "black" => 0, "gray" => 128, _ => 255 }));
        Cv2.SetTheRNG((ulong)seed + 1);
        var (low, high) = kind == "dim noise" ? (10, 40) : (0, 256);
        if (kind == "coarse noise")
        {
            using var half = new Mat(side / 2, side / 2, MatType.CV_8UC3);
            Cv2.Randu(half, Scalar.All(low), Scalar.All(high));
            Cv2.Resize(half, picture, picture.Size());
        }
        else if (kind.EndsWith("noise", StringComparison.Ordinal))
        {
            Cv2.Randu(picture, Scalar.All(low), Scalar.All(high));
        }

        picture.GetArray(out Vec3b[] pixels);
        var frame = new Frame(side, side);
        pixels.SelectMany(pixel => new[] { pixel.Item0, pixel.Item1, pixel.Item2 }).ToArray().CopyTo(frame.Pixels.Span);
        return frame;
    }
}
