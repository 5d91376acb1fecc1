using TorchSharp;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

public class U2NetTests
{
    // Counts of the official code's state dicts.
    private const int StateEntries = 798;

    [Theory]
    [InlineData("u2net", 44_009_869)]
    [InlineData("u2netp", 1_131_181)]
    public void Has_the_parameters_of_the_paper(string name, long parameters)
    {
        using var network = new U2Net(name == "u2net" ? U2NetVariant.Full : U2NetVariant.Lite);
        network.to(CPU);

        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(StateEntries, network.state_dict().Count);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(75, 100)]
    [InlineData(33, 47)]
    public void The_official_wiring_takes_any_size(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var network = new U2Net(U2NetVariant.Lite);
        network.eval();

        var output = network.call(rand(2, 3, height, width));

        Assert.Equal(6, output.Sides.Count);
        Assert.All(output.All, logits => Assert.Equal([2, 1, height, width], logits.shape));
    }

    [Fact]
    public void The_wirings_differ_on_the_same_weights()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var official = new U2Net(U2NetVariant.Lite);
        using var seed = new U2Net(U2NetVariant.Lite with { Wiring = Wiring.Kimjy99 });
        seed.load_state_dict(official.state_dict());
        official.eval();
        seed.eval();
        var picture = rand(1, 3, 64, 64);

        Assert.False(official.call(picture).Fused.allclose(seed.call(picture).Fused, atol: 1e-4));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var network = new U2Net(U2NetVariant.Lite);
        network.eval();
        var picture = rand(1, 3, 64, 64);
        var before = scope.DisposablesCount;

        network.call(picture);

        Assert.Equal(before + 7, scope.DisposablesCount);
    }
}
