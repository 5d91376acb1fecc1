using Microsoft.ML.OnnxRuntime;
using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Tests.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.Onnx;

/// <summary>Files of ours in ONNX Runtime: the same outputs as in our own network.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("official", 1, 320, 320)]
    [InlineData("official", 3, 320, 320)]
    [InlineData("official", 1, 97, 150)]
    [InlineData("official", 3, 97, 150)]
    [InlineData("kimjy99", 1, 128, 192)]
    [InlineData("kimjy99", 3, 64, 64)]
    public void Runs_with_any_batch_and_size(string wiring, int batch, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var network = RandomNetwork.Create(U2NetVariant.Lite with { Wiring = Wiring.Parse(wiring) });
        OnnxWriter.Write(_path, network.Variant, network.state_dict(), new Dictionary<string, string>());
        var input = randn(batch, 3, height, width);

        var actual = Run(input);

        var expected = network.call(input).All.Select(logits => logits.sigmoid()).ToList();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.shape, pair.Second.shape));
        ReferenceInput.AssertEqual(expected, actual);
    }

    [Theory]
    [InlineData("official_u2netp.pth", "official_u2netp")]
    [InlineData("seed_u2net.pt", "seed_u2net")]
    public void The_reference_outputs_come_out(string checkpoint, string name)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var model = U2NetModel.Load(Fixtures.Unpack(checkpoint));
        model.Save(_path);

        var actual = Run(ReferenceInput.For(model).contiguous()).Select(output => output[0, 0]).ToList();

        ReferenceInput.AssertEqual(ReferenceInput.Expected(name, model.Network.Variant.Wiring), actual);
    }

    private List<Tensor> Run(Tensor input)
    {
        using var session = new InferenceSession(_path);
        Assert.Equal(["d0", "d1", "d2", "d3", "d4", "d5", "d6"], session.OutputNames);
        using var values = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var options = new RunOptions();
        using var results = session.Run(options, ["input"], [values], session.OutputNames);
        return [.. results.Select(result => tensor(result.GetTensorDataAsSpan<float>().ToArray(), result.GetTensorTypeAndShape().Shape))];
    }
}
