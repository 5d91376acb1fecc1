using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Models;

public sealed class U2NetModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("official", "model.safetensors")]
    [InlineData("kimjy99", "model.safetensors")]
    [InlineData("official", "model.pth")]
    [InlineData("kimjy99", "model.PT")]
    public void A_saved_model_describes_itself(string wiring, string name)
    {
        var path = Path.Combine(_folder, name);
        using var scope = NewDisposeScope();
        var variant = U2NetVariant.Lite with { Wiring = wiring == "kimjy99" ? Wiring.Kimjy99 : Wiring.Official };
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

    [Theory]
    [InlineData("u2net.wiring", "kimjy99")]
    [InlineData("u2net.wiring", "both\n")]
    [InlineData("u2net.variant", "u2net")]
    public void Metadata_that_contradict_the_tensors_are_refused(string entry, string value)
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        using var checkpoint = new Checkpoint("x.pth", network.state_dict(), new Dictionary<string, string> { [entry] = value });

        var error = Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(checkpoint));

        Assert.Contains(entry, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_wiring_that_the_user_gives_stands_above_the_metadata()
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        using var checkpoint = new Checkpoint(
            "x.pth", network.state_dict(), new Dictionary<string, string> { ["u2net.wiring"] = "kimjy99" });

        using var model = U2NetModel.FromCheckpoint(checkpoint, new ModelOverrides { Wiring = Wiring.Kimjy99 });

        Assert.Equal(Wiring.Kimjy99, model.Description.Variant.Wiring);
    }

    [Theory]
    [InlineData("kimjy99")]
    [InlineData("seed")]
    public void The_earlier_name_of_a_wiring_is_read(string name)
    {
        using var scope = NewDisposeScope();
        var variant = U2NetVariant.Lite with { Wiring = Wiring.Kimjy99 };
        using var network = new U2Net(variant);
        using var checkpoint = new Checkpoint(
            "x.pth", StateDictNames.InFile(network.state_dict(), variant), new Dictionary<string, string> { ["u2net.wiring"] = name });

        using var model = U2NetModel.FromCheckpoint(checkpoint);

        Assert.Equal("kimjy99", model.Description.ToMetadata()["u2net.wiring"]);
    }

    [Theory]
    [InlineData("outconv.bias", double.NaN)]
    [InlineData("stage1.rebnconvin.bn_s1.running_var", double.PositiveInfinity)]
    [InlineData("side1.weight", 1e300)] // finite in the file, and not as float32
    public void Weights_that_are_no_numbers_are_refused_by_name(string name, double value)
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        var tensors = network.state_dict();
        using var harmed = full_like(tensors[name], value, float64);
        tensors[name] = harmed;
        using var checkpoint = new Checkpoint("x.pth", tensors);

        var error = Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(checkpoint));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half.safetensors")]
    [InlineData("half.pth")]
    public void What_half_precision_cannot_hold_is_not_written(string name)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var model = U2NetModel.LoadEmbedded();
        model.Network.state_dict()["side1.bias"].fill_(1e6);

        var error = Assert.Throws<ModelException>(() => model.Save(Path.Combine(_folder, name), ScalarType.Float16));

        Assert.Contains("'side1.bias'", error.Message, StringComparison.Ordinal);
        Assert.Contains("fp32", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("nan.safetensors")]
    [InlineData("nan.pth")]
    [InlineData("nan.onnx")]
    public void What_is_no_number_is_not_written(string name)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var model = U2NetModel.LoadEmbedded();
        model.Network.state_dict()["side1.bias"].fill_(float.NaN);

        var error = Assert.Throws<ModelException>(() => model.Save(Path.Combine(_folder, name)));

        Assert.Contains("'side1.bias'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("u2net", "official")]
    [InlineData("u2netp", "kimjy99")]
    public void Sizes_are_known_without_a_network(string name, string wiring)
    {
        using var scope = NewDisposeScope();
        var variant = (name == "u2net" ? U2NetVariant.Full : U2NetVariant.Lite) with { Wiring = Wiring.Parse(wiring) };
        using var network = new U2Net(variant);

        Assert.Equal(
            network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape), StateDictShapes.Of(variant));
    }

    [Fact]
    public void A_file_that_only_claims_to_be_the_large_network_does_not_build_it()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = new Checkpoint("x.pth", new Dictionary<string, Tensor>
        {
            ["stage1.rebnconvin.conv_s1.weight"] = zeros(1),
            ["stage1.rebnconv1.conv_s1.weight"] = zeros(32),
        });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var created = DisposeScopeManager.Statistics.CreatedInScopeCount;

        var error = Assert.Throws<ModelException>(() => U2NetModel.FromCheckpoint(checkpoint));

        Assert.Contains("should be 64×3×3×3", error.Message, StringComparison.Ordinal);
        Assert.Equal((before, created),
            (DisposeScopeManager.Statistics.ThreadTotalLiveCount, DisposeScopeManager.Statistics.CreatedInScopeCount));
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
