using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Models;

public class InputSizingTests
{
    [Theory]
    [InlineData(256, 1920, 1080, 352, 192)]
    [InlineData(256, 1080, 1920, 192, 352)]
    [InlineData(320, 1920, 1080, 416, 256)]
    [InlineData(256, 640, 480, 288, 224)]
    [InlineData(320, 500, 500, 320, 320)]
    [InlineData(256, 10000, 10, 448, 160)]
    [InlineData(32, 1, 1000, 32, 64)]
    public void Auto_keeps_the_shape_and_the_number_of_pixels(int side, int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new InputSize(expectedWidth, expectedHeight), InputSizing.Auto.For(width, height, side));

    [Theory]
    [InlineData(null, 160, 90, 96, 64)]
    [InlineData(96, 50, 50, 96, 32)]
    [InlineData(64, 50, 20, 64, 32)]
    public async Task Masks_have_that_size(int? across, int width, int height, int maskWidth, int maskHeight)
    {
        using var model = U2NetModel.LoadEmbedded();
        using var small = new U2NetModel(U2NetModel.LoadEmbedded().Network, model.Description with { InputSize = 64 });
        using var predictor = new MaskPredictor(small, CPU, across is { } side ? InputSizing.Exactly(side, 32) : InputSizing.Auto);
        using var frame = new Frame(width, height);
        frame.Pixels.Span.Fill(90);

        using var mask = (await predictor.PredictAsync([frame]))[0];

        Assert.Equal((maskWidth, maskHeight), (mask.Width, mask.Height));
    }

    [Fact]
    public async Task Pictures_of_several_shapes_may_be_predicted_together()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, InputSizing.Auto);
        using var wide = new Frame(160, 90);
        using var high = new Frame(90, 160);

        var masks = await predictor.PredictAsync([wide, high]);

        Assert.Equal(masks[0].Width, masks[1].Height);
        Assert.NotEqual(masks[0].Width, masks[1].Width);
        foreach (var mask in masks)
        {
            mask.Dispose();
        }
    }
}
