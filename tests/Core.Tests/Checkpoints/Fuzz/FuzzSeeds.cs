using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Tests.Checkpoints.Onnx;
using U2Video.Core.Tests.Checkpoints.PyTorch;
using U2Video.Core.Tests.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.Fuzz;

/// <summary>Small sound files of every format that is read: small, so that thousands of damages take seconds.</summary>
internal static class FuzzSeeds
{
    private static readonly Dictionary<string, Func<string, FuzzSeed>> Makers = new()
    {
        ["safetensors"] = name => Written(name, SafetensorsWriter.Write),
        ["PyTorch zip"] = name => Written(name, PyTorchZipWriter.Write),
        ["PyTorch zip, packed again"] = PackedAgain,
        ["PyTorch zip of a training checkpoint"] = TrainingCheckpoint,
        ["PyTorch legacy"] = name => FuzzSeed.Around(name, File.ReadAllBytes(Fixtures.Path("pytorch_legacy.pth"))),
        ["PyTorch legacy of a training checkpoint"] = LegacyTrainingCheckpoint,
        ["ONNX"] = name => Onnx(name, folded: false),
        ["ONNX, folded"] = name => Onnx(name, folded: true),
        ["safetensors of a whole network"] = WholeNetwork,
    };

    public static IEnumerable<string> Names => Makers.Keys;

    public static FuzzSeed Make(string name) => Makers[name](name);

    private static FuzzSeed Written(
        string name,
        Action<string, IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, string>, ScalarType> write)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var weight = rand([4, 3, 3, 3], generator: generator);
        var path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}");
        try
        {
            write(
                path,
                new Dictionary<string, Tensor>
                {
                    ["stage1.rebnconvin.conv_s1.weight"] = weight,
                    ["stage1.rebnconvin.conv_s1.bias"] = zeros(4),
                    ["stage1.rebnconvin.bn_s1.num_batches_tracked"] = tensor(7L),
                    ["outconv.bias"] = ones(1),
                },
                ModelDescription.ForForeign(U2NetVariant.Lite).ToMetadata(),
                ScalarType.Float32);
            return FuzzSeed.Around(name, File.ReadAllBytes(path), weight.bytes.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    // All of the graph, since nothing less is taken for a U²-Net; but one channel everywhere, since widths do not matter to it.
    private static FuzzSeed Onnx(string name, bool folded)
    {
        using var scope = NewDisposeScope();
        var narrow = U2NetVariant.Lite with
        {
            Encoder = [.. U2NetVariant.Lite.Encoder.Select((shape, stage) => shape with { In = stage == 0 ? 3 : 1, Mid = 1, Out = 1 })],
            Decoder = [.. U2NetVariant.Lite.Decoder.Select(shape => shape with { In = 2, Mid = 1, Out = 1 })],
        };
        using var network = RandomNetwork.Create(narrow);
        var path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}");
        try
        {
            OnnxWriter.Write(path, narrow, network.state_dict(), ModelDescription.ForForeign(U2NetVariant.Lite).ToMetadata());
            var file = File.ReadAllBytes(path);
            return FuzzSeed.Around(name, folded ? OnnxFolding.Fold(file) : file);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The only one that U2NetModel takes when nothing is done to it.
    private static FuzzSeed WholeNetwork(string name)
    {
        using var model = U2NetModel.LoadEmbedded();
        var path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path, ScalarType.Float16);
            var file = File.ReadAllBytes(path);
            var header = sizeof(long) + (int)BitConverter.ToInt64(file);
            return new FuzzSeed(name, file, [.. Enumerable.Range(0, header)]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FuzzSeed PackedAgain(string name) => FuzzSeed.Around(name, TorchZip.Zip(
        System.IO.Compression.CompressionLevel.SmallestSize,
        ("model/data.pkl", PickleBuilder.OneTensor("FloatStorage", 6, 1, [2, 2], [2, 1])),
        ("model/byteorder", TorchZip.Bytes("little")),
        ("model/data/0", new byte[24])));

    private static FuzzSeed TrainingCheckpoint(string name) =>
        FuzzSeed.Around(name, TorchZip.Pack(TrainingPickle(legacy: false), ("0", new byte[24]), ("1", new byte[8]), ("2", [0, 1])));

    private static FuzzSeed LegacyTrainingCheckpoint(string name) =>
        FuzzSeed.Around(
            name, TorchLegacy.Pack(TrainingPickle(legacy: true), ("0", 6, new byte[24]), ("1", 1, new byte[8]), ("2", 2, [0, 1])));

    private static byte[] TrainingPickle(bool legacy) =>
        new PickleBuilder(legacy: legacy).Op("}(").Text("epoch").Integer(3).Text("loss").Double(0.5)
            .Text("state_dict").OrderedDict().Op('(')
            .Text("a").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
            .Text("b").Tensor("FloatStorage", "0", 6, 1, [2], [2])
            .Text("c").Row("LongStorage", "1", 1)
            .Text("d").Row("BoolStorage", "2", 2)
            .Op('u').Op('}').Text("_metadata").Op("}sb").Op('u').Stop();
}
