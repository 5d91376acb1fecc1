using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Tests.Fixing;

/// <summary>A given mask on its way from the network to the matte: exact at its frame, and averaged into its still neighbors.</summary>
public sealed class GivenMaskTests
{
    private const int Large = 24;
    private const int Small = 12;

    [Theory]
    [InlineData("rgb24", 1)]
    [InlineData("rgba", 1)]
    [InlineData("rgb48le", 257)]
    public async Task It_is_exact_at_its_frame_and_blends_into_the_others(string layout, int scale)
    {
        using var values = new Mat(Large, Large, MatType.CV_8UC1, new Scalar(201));
        values.Set(5, 7, (byte)13);
        var given = new GivenMasks(new Dictionary<long, GivenMask> { [1002] = new(values) }).From(1000);
        var smoothing = new SmoothingStage(MaskNormalization.None, Core.Models.OutputNormalization.None, new SmoothingOptions());
        var matting = new MattingStage(EdgeMode.Fast);
        var mattes = new List<double[]>();

        await foreach (var matted in matting.RunAsync(smoothing.RunAsync(given.MarkAsync(FramesAsync(layout)))))
        {
            using (matted)
            {
                mattes.Add([Pictures.At(matted.Matte, 7, 5)[0], Pictures.At(matted.Matte, 0, 0)[0]]);
                Assert.Equal(scale > 1 ? 2 : 1, matted.Matte.Layout.BytesPerSample);
            }
        }

        Assert.Equal(new double[] { 13, 201 }, mattes[2]);
        Assert.All([1, 3], index => Assert.InRange(mattes[index][1], 50, 80));
        Assert.Equal(0, mattes[0][1]);
        Pictures.AssertNoneAlive();
    }

    // Still frames whose masks are nearly empty, and differ, because a frame that repeats the one before keeps its mask.
    private static async IAsyncEnumerable<MaskedFrame> FramesAsync(string layout)
    {
        await Task.Yield();
        for (var i = 0; i < 5; i++)
        {
            var mask = new Mask(Small, Small);
            mask.Values.Fill(0.001f * i);
            yield return new MaskedFrame(
                Pictures.Of(Pictures.Layout(layout), Large, Large, (_, _) => [120, 130, 140, 255], i),
                Pictures.Of(PixelLayout.Rgb24, Small, Small, (_, _) => [120, 130, 140], i),
                mask)
            { StartsScene = i == 0 };
        }
    }
}
