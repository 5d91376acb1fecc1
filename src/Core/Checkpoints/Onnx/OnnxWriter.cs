using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Files;
using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// Writes a U²-Net as ONNX: input <c>input</c> B×3×H×W, normalized as the model wants it; outputs <c>d0</c> (fused) to
/// <c>d6</c>, B×1×H×W, after the sigmoid. B, H and W are free. Batch normalizations stay, so that only the training counters of the
/// state dict are lost; runtimes fold them when they load the file.
/// </summary>
internal static class OnnxWriter
{
    // Opset 13, of 2020, has everything that the graph uses; files with it have IR version 7.
    private const int OpsetVersion = 13;
    private const int IrVersion = 7;
    private const int Float32 = 1;

    /// <summary>The entry by which safetensors files name the framework. It has no meaning for a graph.</summary>
    private const string PyTorchFormat = "format";

    /// <summary>Writes a network's state dict to a temporary file beside <paramref name="path"/> and renames it.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="variant">The network's wiring and heights.</param>
    /// <param name="stateDict">Its tensors by the official names, whatever the wiring.</param>
    /// <param name="metadata">Text entries.</param>
    public static void Write(
        string path,
        U2NetVariant variant,
        IReadOnlyDictionary<string, torch.Tensor> stateDict,
        IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.no_grad();
        var graph = new OnnxGraphWriter();
        graph.Add(U2NetGraph.Trace(variant));
        var weights = graph.Parameters
            .Select(name => (Name: name, Value: StoredTensor.Convert(path, name, stateDict[name], torch.float32))).ToList();

        // The weights are not collected in memory, because each message's length follows from its head and the length of its data.
        var heads = weights.ConvertAll(weight => TensorHead(weight.Name, weight.Value));
        var graphStart = graph.Written;
        var length = graphStart.Length + heads.Zip(weights, (head, weight) => head.Length + DataLength(weight.Value)).Sum();
        var model = ModelHead(metadata).Head(7, length);

        using var file = new ReplacedFile(path);
        using (var stream = File.Create(file.TemporaryPath))
        {
            stream.Write(model.Written);
            stream.Write(graphStart);
            foreach (var (head, weight) in heads.Zip(weights))
            {
                stream.Write(head);
                stream.Write(weight.Value.bytes);
            }
        }

        file.Commit();
    }

    private static ProtobufWriter ModelHead(IReadOnlyDictionary<string, string> metadata)
    {
        var model = new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "U2Net.Video")
            .Message(8, new ProtobufWriter().Integer(2, OpsetVersion));
        foreach (var (key, value) in metadata.Where(entry => entry.Key != PyTorchFormat))
        {
            model.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        }

        return model;
    }

    /// <summary>A TensorProto as field 5 of the graph, up to its data.</summary>
    private static byte[] TensorHead(string name, torch.Tensor tensor)
    {
        var head = new ProtobufWriter().Integers(1, tensor.shape).Integer(2, Float32).Text(8, name).Head(9, DataLength(tensor));
        return [.. new ProtobufWriter().Head(5, head.Written.Length + DataLength(tensor)).Written, .. head.Written];
    }

    private static long DataLength(torch.Tensor tensor) => tensor.numel() * tensor.ElementSize;
}
