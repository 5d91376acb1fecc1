using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Tests.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints;

/// <summary>Through every format and back: nothing is lost but the training counters, for which ONNX has no place.</summary>
public sealed class RoundTripTests : IDisposable
{
    private static readonly string[] Formats = [".safetensors", ".pth", ".onnx", ".pt"];

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("official_u2netp.pth", "official_u2netp")]
    [InlineData("official_u2net.pth", "official_u2net")]
    [InlineData("seed_u2net.pt", "seed_u2net")]
    [InlineData("official_u2netp.onnx", "official_u2netp")]
    public void Weights_and_outputs_survive(string checkpoint, string name)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var original = U2NetModel.Load(Fixtures.Unpack(checkpoint));
        var path = Fixtures.Unpack(checkpoint);
        foreach (var format in Formats)
        {
            using var model = U2NetModel.Load(path);
            path = Path.Combine(_folder, "model" + format);
            model.Save(path);
        }

        using var last = U2NetModel.Load(path);

        Assert.Equal(original.Description.ToMetadata(), last.Description.ToMetadata());
        var weights = last.Network.state_dict();
        Assert.All(
            original.Network.state_dict().Where(entry => !entry.Key.EndsWith(".num_batches_tracked", StringComparison.Ordinal)),
            entry => Assert.True(entry.Value.equal(weights[entry.Key]).all().item<bool>(), entry.Key));
        ReferenceInput.AssertEqual(ReferenceInput.Expected(name, last.Network.Variant.Wiring), ReferenceInput.Run(last));
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".pth")]
    public void Halves_stay_near(string format)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var original = U2NetModel.LoadEmbedded();
        var path = Path.Combine(_folder, "model" + format);
        original.Save(path, ScalarType.Float16);

        using var halves = U2NetModel.Load(path);

        Assert.InRange(new FileInfo(path).Length, 2_200_000, 2_600_000);
        ReferenceInput.AssertEqual(ReferenceInput.Run(original), ReferenceInput.Run(halves), largest: 0.01, mean: 1e-3);
    }

    [Theory]
    [InlineData("model.onnx", ScalarType.Float16)]
    [InlineData("model.bin", ScalarType.Float32)]
    [InlineData("model", ScalarType.Float32)]
    public void What_cannot_be_written_is_wrong_usage(string name, ScalarType precision)
    {
        using var model = U2NetModel.LoadEmbedded();

        Assert.Throws<UsageException>(() => model.Save(Path.Combine(_folder, name), precision));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_inspection_says_what_a_file_is()
    {
        var found = ModelInspection.Read(Fixtures.Unpack("official_u2netp.onnx"));

        Assert.Equal(("ONNX", "u2netp", "official", 1_131_181L),
            (found.Format, found.Description.Variant.Name, found.Description.Variant.Wiring.Name, found.Parameters));
        Assert.Equal(["float32"], found.ElementTypes);
        Assert.Equal(238, found.Tensors); // convolutions with their biases: the normalizations are folded into them
        Assert.Equal(new FileInfo(found.Path).Length, found.Bytes);
        Assert.Equal((64, 32), (found.Sha256.Length, found.Md5.Length));
    }
}
