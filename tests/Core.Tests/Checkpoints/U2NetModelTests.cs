using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints;

public sealed class U2NetModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("official", "model.safetensors")]
    [InlineData("seed", "model.safetensors")]
    [InlineData("official", "model.pth")]
    [InlineData("seed", "model.PT")]
    public void A_saved_model_describes_itself(string wiring, string name)
    {
        var path = Path.Combine(_folder, name);
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
        saved.Save(path);

        using var loaded = U2NetModel.Load(path);

        Assert.Equal(description.ToMetadata(), loaded.Description.ToMetadata());
        Assert.All(
            saved.Network.state_dict(),
            entry => Assert.True(entry.Value.equal(loaded.Network.state_dict()[entry.Key]).all().item<bool>()));
    }

    [Theory]
    [InlineData("model.h5")]
    [InlineData("model")]
    public void An_unknown_extension_is_refused_and_the_known_ones_are_named(string name)
    {
        using var model = U2NetModel.LoadEmbedded();

        var error = Assert.Throws<UsageException>(() => model.Save(Path.Combine(_folder, name)));

        Assert.Contains(".safetensors, .pth, .pt", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("half.safetensors")]
    [InlineData("half.pth")]
    public void Half_precision_takes_half_the_room(string name)
    {
        using var model = U2NetModel.LoadEmbedded();
        var path = Path.Combine(_folder, name);
        model.Save(path, ScalarType.Float16);

        using var read = CheckpointReader.Read(path);

        Assert.Equal(ScalarType.Float16, read.Tensors["outconv.weight"].dtype);
        Assert.Equal(model.Description.ToMetadata(), read.Metadata);
        Assert.InRange(new FileInfo(path).Length, 2_000_000, 2_700_000);
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
