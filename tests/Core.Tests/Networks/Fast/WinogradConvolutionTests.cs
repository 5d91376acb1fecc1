using System.Runtime.Intrinsics.X86;
using U2Video.Core.Networks.Fast;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Convolutions by Winograd's method, against torch's own in double precision.</summary>
public class WinogradConvolutionTests
{
    [Theory]
    [InlineData(1, 16, 16, 16, 16)]
    [InlineData(1, 64, 32, 17, 19)]
    [InlineData(2, 8, 48, 33, 18)]
    [InlineData(3, 24, 16, 16, 47)]
    [InlineData(1, 512, 128, 20, 22)]
    [InlineData(1, 512, 512, 60, 68)]
    [InlineData(2, 16, 16, 200, 120)]
    [InlineData(2, 3, 64, 33, 40)]
    public void Equals_a_direct_convolution(int batch, int inputs, int outputs, int height, int width)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(inputs, outputs);
        var x = ChannelsLast(batch, inputs, height, width);
        using var convolution = new WinogradConvolution(weight, bias);

        var actual = convolution.Run(x);

        AssertNear(Direct(x, weight, bias), actual);
    }

    [Theory]
    [InlineData(1, 16, 16, 49, 50)]
    [InlineData(2, 48, 32, 21, 90)]
    [InlineData(1, 24, 16, 16, 47)]
    [InlineData(1, 256, 128, 30, 33)]
    public void Wide_registers_give_the_same_to_the_bit(int batch, int inputs, int outputs, int height, int width)
    {
        Assert.SkipUnless(Lanes512.AreSupported, "this processor has no AVX-512");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(inputs, outputs);
        var x = ChannelsLast(batch, inputs, height, width);
        using var narrow = new WinogradConvolution(weight, bias, wide: false);
        using var wide = new WinogradConvolution(weight, bias, wide: true);

        Assert.True(narrow.Run(x).eq(wide.Run(x)).all().item<bool>());
        AssertNear(Direct(x, weight, bias), narrow.Run(x));
    }

    [Fact]
    public void Takes_two_inputs_for_one()
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(16 + 40, 32);
        var (first, second) = (ChannelsLast(2, 16, 21, 30), ChannelsLast(2, 40, 21, 30));
        using var convolution = new WinogradConvolution(weight, bias);

        var actual = convolution.Run(first, second);

        AssertNear(Direct(cat([first, second], dim: 1), weight, bias), actual);
    }

    [Theory]
    [InlineData(1, 16, 16, 11, 15, 21, 30, 16)]
    [InlineData(2, 24, 16, 32, 45, 64, 90, 32)]
    [InlineData(1, 64, 64, 40, 36, 80, 72, 64)]
    [InlineData(3, 16, 40, 9, 7, 33, 18, 32)]
    [InlineData(1, 512, 512, 10, 11, 20, 22, 256)]
    public void Enlarges_the_smaller_input_as_resizing_does_to_the_bit(
        int batch, int deep, int skip, int height, int width, int toHeight, int toWidth, int outputs)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(deep + skip, outputs);
        var (small, large) = (ChannelsLast(batch, deep, height, width), ChannelsLast(batch, skip, toHeight, toWidth));
        var enlarged = FastSampling.Resize(small, toHeight, toWidth);
        foreach (var wide in Lanes512.AreSupported ? [false, true] : new[] { false })
        {
            using var convolution = new WinogradConvolution(weight, bias, wide);

            Assert.True(convolution.Run(small, large).eq(convolution.Run(enlarged, large)).all().item<bool>());
        }

        var (swapped, _) = Layer(skip + deep, outputs);
        using var other = new WinogradConvolution(swapped, bias);
        AssertNear(Direct(cat([large, enlarged], dim: 1), swapped, bias), other.Run(large, small));
    }

    [Theory]
    [InlineData(2, 16, 32, 21, 30)]
    [InlineData(1, 512, 256, 20, 22)]
    public void Adds_to_a_residual_in_its_place(int batch, int inputs, int outputs, int height, int width)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(inputs, outputs);
        var x = ChannelsLast(batch, inputs, height, width);
        using var convolution = new WinogradConvolution(weight, bias);
        var residual = ChannelsLast(batch, outputs, height, width);
        var inOtherLayout = residual.contiguous();
        var expected = convolution.Run(x).Plus(residual);

        convolution.AddTo(residual, x);
        convolution.AddTo(inOtherLayout, x);

        Assert.True(residual.eq(expected).all().item<bool>());
        Assert.True(inOtherLayout.eq(expected).all().item<bool>());
    }

    [Theory]
    [InlineData(1, 32, 64, 20, 31, 40, 61, 1, true)]
    [InlineData(1, 32, 64, 20, 31, 40, 61, 2, true)]
    [InlineData(3, 16, 16, 9, 10, 17, 20, 2, true)]
    [InlineData(1, 64, 64, 72, 72, 144, 144, 2, true)]
    [InlineData(2, 64, 64, 50, 75, 50, 75, 2, true)]
    [InlineData(1, 64, 64, 36, 36, 72, 72, 7, true)]
    [InlineData(1, 16, 48, 1, 1, 5, 2, 2, false)]
    [InlineData(1, 512, 512, 10, 11, 20, 22, 2, false)]
    public void Writes_in_the_place_of_an_input_where_that_is_faster_to_the_bit(
        int batch, int deep, int skip, int height, int width, int toHeight, int toWidth, int threads, bool inPlace)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(deep + skip, skip);
        var (first, second) = (ChannelsLast(batch, deep, height, width), ChannelsLast(batch, skip, toHeight, toWidth));
        using var convolution = new WinogradConvolution(weight, bias);
        var expected = convolution.Run(first, second);

        Tensor? actual = null;
        var worker = new Thread(() =>
        {
            using var workerMode = inference_mode();
            OpenMP.TrySetThreads(threads);
            actual = convolution.RunInPlace(first, second);
        });
        worker.Start();
        worker.Join();

        Assert.True(actual!.eq(expected).all().item<bool>());
        Assert.Equal(inPlace, ReferenceEquals(actual, second));
    }

    [Fact]
    public void Takes_other_layouts_and_sizes_too()
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(16, 16);
        using var convolution = new WinogradConvolution(weight, bias);
        Tensor[] inputs =
            [randn(1, 16, 40, 24), ChannelsLast(2, 16, 40, 24).narrow(3, 3, 18), ChannelsLast(1, 16, 1, 1), ChannelsLast(1, 16, 5, 2)];
        foreach (var x in inputs)
        {
            AssertNear(Direct(x, weight, bias), convolution.Run(x));
        }
    }

    [Fact]
    public void Several_threads_share_one()
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (weight, bias) = Layer(16, 32);
        var pictures = Enumerable.Range(0, 8).Select(_ => ChannelsLast(1, 16, 64, 48)).ToArray();
        using var convolution = new WinogradConvolution(weight, bias);
        var results = new Tensor[pictures.Length];

        Parallel.For(0, pictures.Length, i =>
        {
            using var threadMode = inference_mode();
            results[i] = convolution.Run(pictures[i]);
        });

        for (var i = 0; i < pictures.Length; i++)
        {
            AssertNear(Direct(pictures[i], weight, bias), results[i]);
            results[i].Dispose();
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, 16, 16, 1, 16, true)]
    [InlineData(ScalarType.BFloat16, 16, 16, 1, 16, false)]
    [InlineData(ScalarType.Float32, 3, 64, 1, 64, true)]
    [InlineData(ScalarType.Float32, 64, 1, 1, 64, false)]
    [InlineData(ScalarType.Float32, 16, 16, 2, 64, false)]
    [InlineData(ScalarType.Float32, 16, 16, 1, 8, false)]
    public void Is_taken_where_it_can_be_and_is_faster(ScalarType type, int inputs, int outputs, int dilation, int size, bool suits)
    {
        Assert.SkipUnless(Fma.IsSupported, "this processor has no AVX2");
        using var scope = NewDisposeScope();

        Assert.Equal(suits, WinogradConvolution.Suits(zeros(outputs, inputs, 3, 3, dtype: type), dilation, zeros(1, inputs, size, size)));
    }

    private static (Tensor Weight, Tensor Bias) Layer(int inputs, int outputs)
    {
        random.manual_seed(5);
        return (randn(outputs, inputs, 3, 3) / Math.Sqrt(9 * inputs), randn(outputs));
    }

    private static Tensor ChannelsLast(int batch, int channels, int height, int width) =>
        randn(batch, height, width, channels).permute(0, 3, 1, 2);

    private static Tensor Direct(Tensor x, Tensor weight, Tensor bias) =>
        nn.functional.conv2d(x.to(float64), weight.to(float64), bias.to(float64), padding: [1L, 1L]).relu();

    // Values are about 1; rounding in float32 over so many channels leaves 1e-4 at most.
    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<double>(), 0, 2e-4);
    }
}
