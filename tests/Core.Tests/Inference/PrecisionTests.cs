using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Inference;

public class PrecisionTests
{
    [Theory]
    [InlineData(Precision.Auto, true, ScalarType.Float16)]
    [InlineData(Precision.Auto, false, ScalarType.Float32)]
    [InlineData(Precision.Fp32, true, ScalarType.Float32)]
    [InlineData(Precision.Fp16, true, ScalarType.Float16)]
    [InlineData(Precision.Bf16, true, ScalarType.BFloat16)]
    public void A_precision_means_a_type_on_a_device(Precision precision, bool cuda, ScalarType expected) =>
        Assert.Equal(expected, precision.On(cuda));

    [Fact]
    public void Half_precision_is_refused_on_a_CPU() =>
        Assert.Throws<UsageException>(() => new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, 64, Precision.Fp16));

    [Fact]
    public async Task Masks_in_bfloat16_are_near_those_in_float32()
    {
        Assert.SkipUnless(OneDnn.HasBFloat16, "this processor cannot compute with bfloat16");
        using var exact = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, 128);
        using var rounded = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, 128, Precision.Bf16);
        using var frame = new Frame(100, 100);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels.Span[i] = (byte)(i / 300 * 2);
        }

        using var one = (await exact.PredictAsync([frame]))[0];
        using var other = (await rounded.PredictAsync([frame]))[0];

        var difference = 0.0;
        for (var i = 0; i < one.Values.Length; i++)
        {
            difference += Math.Abs(one.Values[i] - other.Values[i]);
        }

        Assert.InRange(difference / one.Values.Length, 0, 0.005);
    }
}
