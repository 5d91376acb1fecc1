using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Levels of the network, against torch's own functions.</summary>
public class FastSamplingTests
{
    [Theory]
    [InlineData(1, 8, 2, 2, false)]
    [InlineData(2, 16, 9, 14, false)]
    [InlineData(2, 16, 9, 14, true)]
    [InlineData(1, 64, 33, 47, true)]
    [InlineData(1, 64, 33, 47, false)]
    [InlineData(1, 8, 1, 5, true)]
    public void Pools_as_torch_does(int batch, int channels, int height, int width, bool ceiling)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var x = randn(batch, height, width, channels).permute(0, 3, 1, 2);

        var actual = FastSampling.Pool(x, ceiling);

        var expected = nn.functional.max_pool2d(x, 2, 2, ceil_mode: ceiling);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.equal(actual).all().item<bool>());
    }

    [Theory]
    [InlineData(1, 8, 1, 1, 2, 2)]
    [InlineData(2, 16, 5, 7, 10, 14)]
    [InlineData(2, 24, 5, 7, 9, 13)]
    [InlineData(1, 64, 20, 24, 40, 47)]
    [InlineData(1, 8, 16, 9, 7, 4)]
    public void Resizes_as_torch_does(int batch, int channels, int height, int width, int toHeight, int toWidth)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var x = randn(batch, height, width, channels).permute(0, 3, 1, 2);

        var actual = FastSampling.Resize(x, toHeight, toWidth);

        var expected = nn.functional.interpolate(x, [toHeight, toWidth], mode: InterpolationMode.Bilinear, align_corners: false);
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void Is_not_for_training_halves_or_odd_channels()
    {
        using var scope = NewDisposeScope();
        using var x = zeros(1, 8, 4, 4);

        Assert.False(FastSampling.Suits(x));
        using var mode = no_grad();
        Assert.False(FastSampling.Suits(zeros(1, 3, 4, 4)));
        Assert.False(FastSampling.Suits(x.to(bfloat16)));
        Assert.True(FastSampling.Suits(x));
    }
}
