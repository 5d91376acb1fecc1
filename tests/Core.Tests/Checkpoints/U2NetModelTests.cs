using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints;

public sealed class U2NetModelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    public static TheoryData<string> Wirings => ["official", "seed"];

    [Theory]
    [MemberData(nameof(Wirings))]
    public void A_saved_model_describes_itself(string wiring)
    {
        using var scope = NewDisposeScope();
        var variant = U2NetVariant.Lite with { Wiring = wiring == "seed" ? Wiring.Seed : Wiring.Official };
        var description = new ModelDescription
        {
            Variant = variant,
            Input = new InputEncoding(ChannelOrder.Bgr, InputScale.Maximum, [0.1f, 0.2f, 0.3f], [0.4f, 0.5f, 0.6f]),
            Output = OutputNormalization.None,
            InputSize = 192,
            License = "Apache-2.0",
            Provenance = "a test",
        };
        using var saved = new U2NetModel(new U2Net(variant), description);
        saved.Save(_path);

        using var loaded = U2NetModel.Load(_path);

        Assert.Equal(description.ToMetadata(), loaded.Description.ToMetadata());
        Assert.All(
            saved.Network.state_dict(),
            entry => Assert.True(entry.Value.equal(loaded.Network.state_dict()[entry.Key]).all().item<bool>()));
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        var tensors = network.state_dict();
        tensors.Remove("stage3d.rebnconv2d.bn_s1.running_var");

        var error = Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(new Checkpoint("x.pth", tensors)));

        Assert.Contains("stage3d.rebnconv2d.bn_s1.running_var", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_would_broadcast_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        var tensors = network.state_dict();
        tensors["stage1.rebnconvin.conv_s1.bias"] = zeros(1);

        var error = Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(new Checkpoint("x.pth", tensors)));

        Assert.Contains("is 1 and should be 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_networks_are_refused()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = new Checkpoint("x.pth", new Dictionary<string, Tensor> { ["conv1.weight"] = zeros(3) });

        Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(checkpoint));
    }

    [Fact]
    public void The_embedded_model_is_a_lite_network_of_ours()
    {
        using var scope = NewDisposeScope();
        using var model = U2NetModel.LoadEmbedded();

        Assert.Equal(U2NetVariant.Lite.Name, model.Description.Variant.Name);
        Assert.Equal(InputScale.Byte, model.Description.Input.Scale);
        Assert.Equal(ChannelOrder.Rgb, model.Description.Input.Channels);
        Assert.Equal(OutputNormalization.None, model.Description.Output);
    }
}
