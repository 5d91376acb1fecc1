using System.Runtime.Intrinsics.X86;
using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Convolutions with one output, against torch's own in double precision.</summary>
public class SideConvolutionTests
{
    [Theory]
    [InlineData(1, 64, 6, 6)]
    [InlineData(1, 64, 1, 7)]
    [InlineData(2, 16, 33, 19)]
    [InlineData(1, 512, 9, 10)]
    [InlineData(3, 24, 50, 61)]
    public void Equals_a_direct_convolution(int batch, int channels, int height, int width)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        random.manual_seed(6);
        var weight = randn(1, channels, 3, 3) / Math.Sqrt(9 * channels);
        var x = randn(batch, height, width, channels).permute(0, 3, 1, 2);
        using var convolution = new SideConvolution(weight.reshape(channels, 9), 0.25f);

        Assert.True(SideConvolution.Suits(x));
        var actual = convolution.Run(x);

        var expected = nn.functional.conv2d(x.to(float64), weight.to(float64), tensor(new[] { 0.25 }), padding: [1L, 1L]);
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<double>(), 0, 1e-5);
    }
}
