using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

/// <summary>The outputs of the original implementations, on weights and a picture that are kept with their results.</summary>
public class ReferenceTests
{
    [Theory]
    [InlineData("official_u2netp.pth", "official_u2netp")]
    [InlineData("official_u2net.pth", "official_u2net")]
    [InlineData("seed_u2net.pt", "seed_u2net")]
    [InlineData("official_u2netp.onnx", "official_u2netp")]
    public void All_seven_outputs_equal_the_reference(string checkpoint, string name)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack(checkpoint));

        ReferenceInput.AssertEqual(ReferenceInput.Expected(name, model.Description.Variant.Wiring), ReferenceInput.Run(model));
    }

    [Theory]
    [InlineData("seed_u2net.pt", "seed_u2net", "official")]
    [InlineData("official_u2netp.pth", "official_u2netp", "kimjy99")]
    [InlineData("official_u2netp.pth", "official_u2netp", "official")]
    public void Another_wiring_gives_the_same_outputs(string checkpoint, string name, string wiring)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack(checkpoint));
        using var converted = model.WithWiring(Wiring.Parse(wiring));

        Assert.Equal(wiring, converted.Network.Variant.Wiring.Name);
        ReferenceInput.AssertEqual(ReferenceInput.Expected(name, model.Description.Variant.Wiring), ReferenceInput.Run(converted));
    }

    [Fact]
    public void Weights_in_a_network_of_the_wrong_wiring_give_other_outputs()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var right = U2NetModel.Load(Fixtures.Unpack("official_u2netp.pth"));
        using var wrong = U2NetModel.Load(Fixtures.Unpack("official_u2netp.pth"), new() { Wiring = Wiring.Kimjy99 });

        Assert.InRange((ReferenceInput.Run(right)[0] - ReferenceInput.Run(wrong)[0]).abs().max().item<float>(), 0.01, 1);
    }

    [Fact]
    public void Folded_batch_norm_changes_outputs_by_rounding_only()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack("official_u2netp.pth"));
        var before = ReferenceInput.Run(model);
        model.Network.FoldBatchNorm();
        MemoryLayout.ToChannelsLast(model.Network);

        ReferenceInput.AssertEqual(before, ReferenceInput.Run(model));
    }
}
