using OpenCvSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

/// <summary>The outputs of the original implementations, on weights and a picture that are kept with their results.</summary>
public class ReferenceTests
{
    private const double LargestDifference = 1e-4;
    private const double MeanDifference = 1e-5;

    [Theory]
    [InlineData("official_u2netp.pth", "official_u2netp")]
    [InlineData("official_u2net.pth", "official_u2net")]
    [InlineData("seed_u2net.pt", "seed_u2net")]
    public void All_seven_outputs_equal_the_reference(string checkpoint, string name)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack(checkpoint));
        var outputs = Run(model);
        var expected = NpyFile.Read(Fixtures.Unpack(name + ".expected.npy"));

        for (var i = 0; i < expected.shape[0]; i++)
        {
            var difference = (outputs[i] - expected[i]).abs();
            Assert.InRange(difference.max().item<float>(), 0, LargestDifference);
            Assert.InRange(difference.mean().item<float>(), 0, MeanDifference);
        }
    }

    [Fact]
    public void Folded_batch_norm_changes_outputs_by_rounding_only()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack("official_u2netp.pth"));
        var before = Run(model);
        model.Network.FoldBatchNorm();
        MemoryLayout.ToChannelsLast(model.Network);
        var after = Run(model);

        Assert.All(before.Zip(after), pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, LargestDifference));
    }

    /// <summary>Seven 320×320 masks in the order of the variant's own code.</summary>
    private static IReadOnlyList<Tensor> Run(U2NetModel model)
    {
        model.Network.eval();
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
        picture.GetArray(out Vec3b[] pixels);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
        var input = model.Description.Input.Encode(tensor(bytes, [1, picture.Rows, picture.Cols, 3]));
        var output = model.Network.call(input);
        var ordered = model.Description.Variant.Wiring == Wiring.Seed ? [.. output.Sides, output.Fused] : output.All;
        return [.. ordered.Select(logits => logits.sigmoid()[0, 0])];
    }
}
