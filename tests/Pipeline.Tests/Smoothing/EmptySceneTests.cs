using U2Video.Core.Checkpoints;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Masking;
using U2Video.Pipeline.Smoothing;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Smoothing;

/// <summary>Clips without anybody in them.</summary>
public class EmptySceneTests
{
    [Theory]
    [InlineData("black")]
    [InlineData("gray")]
    [InlineData("white")]
    [InlineData("noise")]
    public async Task The_built_in_model_sees_nobody(string kind)
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU);
        var treatment = new MaskTreatment(MaskNormalization.Auto, predictor.Description.Output, new SmoothingOptions());
        var stage = new MaskingStage(predictor, 1, treatment.PerFrame);
        var frames = Enumerable.Range(0, 3).Select(i => Picture(kind, i, predictor.Description.InputSize)).Select(input => new SizedFrame(new Frame(2, 2), input));

        var masks = await TestFrames.RunAsync(masked => treatment.RunAsync(masked, default), await stage.RunAsync(frames.ToAsyncEnumerable()).ToListAsync());

        // Pure noise is like nothing that the network was trained on: here and there it believes in something, as the documentation says.
        Assert.InRange(masks.Average(mask => mask.Average()), 0, 0.02f);
        Assert.InRange(masks.Max(mask => mask.Max()), 0, kind == "noise" ? 0.75f : 0.1f);
    }

    private static Frame Picture(string kind, int seed, int side)
    {
        var frame = new Frame(side, side);
        if (kind == "noise")
        {
            new Random(seed).NextBytes(frame.Pixels.Span);
        }
        else
        {
            frame.Pixels.Span.Fill(kind switch { "black" => 0, "gray" => 128, _ => 255 });
        }

        return frame;
    }
}
