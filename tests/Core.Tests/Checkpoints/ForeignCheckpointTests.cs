using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Tests.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints;

/// <summary>State dicts as other people's programs leave them, and what a user may say about them.</summary>
public class ForeignCheckpointTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    public static TheoryData<string, string> Prefixes =>
        new MatrixTheoryData<string, string>(["official", "kimjy99"], ["", "module.", "net.module."]);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Names_may_have_a_prefix(string wiring, string prefix)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetwork.Create(U2NetVariant.Lite with { Wiring = Wiring.Parse(wiring) });
        using var checkpoint = new Checkpoint(
            "x.pth", network.state_dict()
                .ToDictionary(entry => prefix + StateDictNames.InFile(entry.Key, network.Variant), entry => entry.Value.alias()));

        using var model = U2NetModel.FromCheckpoint(checkpoint);

        Assert.Equal(wiring, model.Network.Variant.Wiring.Name);
        var loaded = model.Network.state_dict();
        Assert.All(network.state_dict(), entry => Assert.True(entry.Value.equal(loaded[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Other_element_types_become_float32(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetwork.Create(U2NetVariant.Lite);
        using var checkpoint = new Checkpoint("x.pth", network.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.is_floating_point() ? entry.Value.to(type) : entry.Value.alias()));

        using var model = U2NetModel.FromCheckpoint(checkpoint);

        var (name, expected) = checkpoint.Tensors.First(entry => entry.Key.EndsWith(".weight", StringComparison.Ordinal));
        var actual = model.Network.state_dict()[name];
        Assert.Equal(ScalarType.Float32, actual.dtype);
        Assert.True(expected.to(float32).equal(actual).all().item<bool>());
    }

    [Fact]
    public void A_user_overrides_what_a_file_says_or_leaves_open()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetwork.Create(U2NetVariant.Lite);
        using var checkpoint = new Checkpoint(
            "x.pth", network.state_dict(), new Dictionary<string, string> { ["u2net.mean"] = "0.1,0.2,0.3" });
        var overrides = new ModelOverrides
        {
            Wiring = Wiring.Kimjy99,
            Channels = ChannelOrder.Bgr,
            Scale = InputScale.Byte,
            Std = [0.25f, 0.5f, 0.75f],
            Output = OutputNormalization.None,
        };

        using var model = U2NetModel.FromCheckpoint(checkpoint, overrides);

        Assert.Equal(Wiring.Kimjy99, model.Network.Variant.Wiring);
        Assert.Equal(Wiring.Kimjy99, model.Description.Variant.Wiring);
        Assert.Equal((ChannelOrder.Bgr, InputScale.Byte, OutputNormalization.None),
            (model.Description.Input.Channels, model.Description.Input.Scale, model.Description.Output));
        Assert.Equal([0.1f, 0.2f, 0.3f], model.Description.Input.Mean);
        Assert.Equal([0.25f, 0.5f, 0.75f], model.Description.Input.Std);
    }

    [Theory]
    [InlineData("u2net.mean", "0.1,0.2")]
    [InlineData("u2net.mean", "NaN,0,0")]
    [InlineData("u2net.std", "0.1,0,0.1")]
    [InlineData("u2net.std", "0.1,-1,0.1")]
    [InlineData("u2net.input_size", "0")]
    [InlineData("u2net.input_size", "99999999999")]
    [InlineData("u2net.input_size", "2080")]
    [InlineData("u2net.channel_order", "green")]
    [InlineData("u2net.channel_order", "1")]
    [InlineData("u2net.channel_order", "rgb,bgr")]
    [InlineData("u2net.input_scale", "9")]
    [InlineData("u2net.output_normalization", "7")]
    public void Impossible_metadata_are_refused(string key, string value)
    {
        var metadata = new Dictionary<string, string> { [key] = value };

        var error = Assert.Throws<ModelException>(() => ModelDescription.FromMetadata("x.safetensors", metadata, U2NetVariant.Lite));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_the_wiring_cannot_take_is_refused()
    {
        var metadata = new Dictionary<string, string> { ["u2net.input_size"] = "100" };

        var official = ModelDescription.FromMetadata("x.pth", metadata, U2NetVariant.Lite);
        var error = Assert.Throws<ModelException>(
            () => ModelDescription.FromMetadata("x.pth", metadata, U2NetVariant.Lite with { Wiring = Wiring.Kimjy99 }));

        Assert.Equal(100, official.InputSize);
        Assert.Contains("multiples of 32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_files_are_fed_by_the_habits_of_their_code()
    {
        var official = ModelDescription.FromMetadata("x", NoMetadata, U2NetVariant.Lite);
        var seed = ModelDescription.FromMetadata("x", NoMetadata, U2NetVariant.Full with { Wiring = Wiring.Kimjy99 });

        Assert.Equal((InputEncoding.Official, OutputNormalization.MinMax, 320), (official.Input, official.Output, official.InputSize));
        Assert.Equal((InputEncoding.Kimjy99, OutputNormalization.None), (seed.Input, seed.Output));
    }
}
