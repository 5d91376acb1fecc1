using TorchSharp;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Networks.Fast;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>The network as it runs for masks, against the same weights as they were written down.</summary>
public class FastNetworkTests
{
    [Fact]
    public void OneDnn_is_found_in_the_packaged_libtorch() => Assert.True(OneDnn.IsAvailable);

    [Theory]
    [InlineData("u2netp", "official", 1, 64, 64)]
    [InlineData("u2netp", "official", 1, 97, 150)]
    [InlineData("u2netp", "official", 3, 75, 100)]
    [InlineData("u2netp", "kimjy99", 2, 64, 96)]
    [InlineData("u2net", "official", 1, 96, 160)]
    [InlineData("u2net", "official", 2, 33, 47)]
    [InlineData("u2net", "kimjy99", 1, 96, 64)]
    public void Gives_the_same_mask_as_the_plain_network(string name, string wiring, int batch, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var network = Create(name, wiring);
        var picture = ChannelsLast(batch, height, width);
        var expected = network.call(picture).Fused.sigmoid();

        network.PrepareForInference();

        var actual = network.PredictFused(picture).sigmoid();
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange(LargestDifference(expected, actual), 0, 1e-4);
    }

    [Fact]
    public void Takes_any_shape_after_the_first()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var plain = Create("u2netp", "official");
        using var fast = Create("u2netp", "official");
        fast.PrepareForInference();

        foreach (var (batch, height, width) in new[] { (2, 64, 64), (1, 64, 64), (1, 96, 160), (3, 45, 33) })
        {
            var picture = ChannelsLast(batch, height, width);
            var difference = LargestDifference(plain.call(picture).Fused.sigmoid(), fast.PredictFused(picture).sigmoid());
            Assert.InRange(difference, 0, 1e-4);
        }
    }

    [Theory]
    [InlineData("official_u2netp.pth", "official_u2netp")]
    [InlineData("official_u2net.pth", "official_u2net")]
    [InlineData("seed_u2net.pt", "seed_u2net")]
    public void The_fused_mask_equals_the_reference(string checkpoint, string name)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack(checkpoint));
        model.Network.PrepareForInference();

        var mask = model.Network.PredictFused(ReferenceInput.For(model)).sigmoid()[0, 0];

        ReferenceInput.AssertEqual([ReferenceInput.Expected(name, model.Description.Variant.Wiring)[0]], [mask]);
    }

    [Fact]
    public void Side_outputs_are_there_still()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var network = Create("u2netp", "official");
        var picture = ChannelsLast(1, 64, 96);
        var expected = network.call(picture);

        network.PrepareForInference();

        ReferenceInput.AssertEqual(
            [.. expected.All.Select(logits => logits.sigmoid())],
                [.. network.call(picture).All.Select(logits => logits.sigmoid())], 1e-4, 2e-5);
    }

    [Fact]
    public void Half_the_precision_stays_near()
    {
        Assert.SkipUnless(OneDnn.HasBFloat16, "this processor cannot compute with bfloat16");
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var plain = U2NetModel.LoadEmbedded();
        using var rounded = U2NetModel.LoadEmbedded();
        var picture = ReferenceInput.For(plain);
        plain.Network.eval();
        rounded.Network.PrepareForInference(ScalarType.BFloat16);

        var mask = rounded.Network.PredictFused(picture.to(bfloat16)).to(float32).sigmoid();

        // Activations between the layers are rounded as well, which costs this model 0.021 on this picture. Rounded biases, which move all
        // pixels one way, would cost 0.033. The held-out figures are in docs/performance.md.
        Assert.InRange((mask - plain.Network.call(picture).Fused.sigmoid()).abs().mean().item<float>(), 1e-6f, 0.025f);
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var network = new U2Net(U2NetVariant.Lite))
        {
            network.PrepareForInference();
            var picture = ChannelsLast(1, 64, 64);
            network.PredictFused(picture).Dispose();
            var afterOne = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            network.PredictFused(picture).Dispose();
            Assert.Equal(afterOne, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        scope.DisposeEverything();
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount <= before);
    }

    private static U2Net Create(string name, string wiring) =>
        RandomNetwork.Create((name == "u2net" ? U2NetVariant.Full : U2NetVariant.Lite) with { Wiring = Wiring.Parse(wiring) });

    private static Tensor ChannelsLast(int batch, int height, int width) => rand(batch, height, width, 3).permute(0, 3, 1, 2);

    private static float LargestDifference(Tensor one, Tensor other) => (one - other).abs().max().item<float>();
}
