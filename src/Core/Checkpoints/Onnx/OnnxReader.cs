using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Networks;
using U2Video.Core.Torch;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// Reads U²-Nets that were exported as ONNX, whatever names the exporter gave their parameters, with batch normalizations or with
/// normalizations folded into the convolutions. Only the weights are used; the graph is compared and never run.
/// </summary>
internal static class OnnxReader
{
    private const int HighestIrVersion = 100;

    private static readonly Wiring[] Wirings = [Wiring.Official, Wiring.Kimjy99];

    /// <summary>
    /// Reads a seekable stream into a state dict under the names of the wiring that the graph has; <paramref name="source"/> names it
    /// in messages.
    /// </summary>
    /// <exception cref="ModelException">The file is damaged, is not a U²-Net, or keeps its weights in another file.</exception>
    internal static Checkpoint Read(Stream stream, string source)
    {
        var graph = new OnnxParser(new ProtobufReader(stream, Damaged), Damaged).ParseModel();
        var (wiring, matcher) = Match(graph, source);
        var variant = U2NetVariant.Full with { Wiring = wiring };

        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, torch.Tensor>();
        var reader = new OnnxTensorReader(stream, source);
        foreach (var (parameter, constant) in matcher.Parameters)
        {
            CheckShape(parameter, constant);
            tensors.Add(parameter, reader.Read(constant, graph.Tensors[constant]));
        }

        // Several parameters may share one constant, which the file stores once.
        var stored = matcher.Parameters.DistinctBy(entry => entry.Value).Select(entry => tensors[entry.Key].dtype).ToList();
        foreach (var convolution in matcher.Biasless)
        {
            tensors.Add($"{convolution}.bias", torch.zeros(Claimed(Channels(convolution))));
        }

        foreach (var (norm, excess) in matcher.ExcessEpsilons.Where(entry => entry.Value != 0))
        {
            var name = $"{norm}.running_var";
            Claimed(2 * tensors[name].shape[0]);
            tensors[name] = tensors[name].to(torch.float32).Plus(excess);
        }

        foreach (var norm in matcher.Folded)
        {
            AddIdentity(tensors, norm, Claimed(4 * Channels(norm.Replace(".bn_s1", ".conv_s1", StringComparison.Ordinal))) / 4);
        }

        return new Checkpoint(
            source,
            StateDictNames.InFile(tensors, variant).ToDictionary(entry => entry.Key, entry => entry.Value.MoveToOuterDisposeScope()),
            graph.Metadata)
        {
            Format = "ONNX",
            StoredTypes = stored,
        };

        long Channels(string convolution) => tensors[$"{convolution}.weight"].shape[0];

        // Memory for this many float32 values that are not in the file.
        long Claimed(long count) => reader.TryClaim(count * sizeof(float))
            ? count
            : throw Damaged("its layers have more channels than such a file can have");

        // Here the tensors of a layer only have to fit together. Whether they are those of a U²-Net is checked later.
        void CheckShape(string parameter, string constant)
        {
            var shape = graph.Tensors[constant].Shape;
            var layer = parameter[..parameter.LastIndexOf('.')].Replace(".bn_s1", ".conv_s1", StringComparison.Ordinal);
            var weight = graph.Tensors[matcher.Parameters[$"{layer}.weight"]].Shape;
            if (weight.Count != 4 || (parameter != $"{layer}.weight" && !(shape.Count == 1 && shape[0] == weight[0])))
            {
                throw Damaged(
                    $"the tensor {UntrustedText.Quote(constant)} is {(shape.Count == 0 ? "a single number" : string.Join('×', shape))}, "
                    + $"and cannot be {parameter}");
            }
        }

        ModelException Damaged(string what) => new($"{source}: is not a usable ONNX file: {what}. Fetch or make it again.");
    }

    /// <summary>
    /// Whether a file that begins with <paramref name="head"/> can be ONNX. The format has no magic number, but exporters write the
    /// version first.
    /// </summary>
    internal static bool Matches(ReadOnlySpan<byte> head) => head is [0x08, > 0 and < HighestIrVersion, ..];

    private static (Wiring Wiring, OnnxMatcher Matcher) Match(OnnxGraph graph, string source)
    {
        string? first = null;
        foreach (var wiring in Wirings)
        {
            try
            {
                var matcher = new OnnxMatcher(graph);
                matcher.Match(U2NetGraph.Trace(U2NetVariant.Full with { Wiring = wiring }));
                if (matcher.FindOtherSampling() is { } fault)
                {
                    throw new ModelException($"{source}: is an ONNX file, but not of a U²-Net as it is known here: {fault}.");
                }

                return (wiring, matcher);
            }
            catch (OnnxMismatchException mismatch)
            {
                first ??= mismatch.Message;
            }
        }

        throw new ModelException($"{source}: is an ONNX file, but not of a U²-Net: {first}.");
    }

    /// <summary>An identity for a file whose normalization is already in the convolution: (x − 0) / √((1 − ε) + ε).</summary>
    private static void AddIdentity(Dictionary<string, torch.Tensor> tensors, string norm, long channels)
    {
        tensors.Add($"{norm}.weight", torch.ones(channels));
        tensors.Add($"{norm}.bias", torch.zeros(channels));
        tensors.Add($"{norm}.running_mean", torch.zeros(channels));
        tensors.Add($"{norm}.running_var", Arithmetic.Filled(channels, 1 - OnnxMatcher.Epsilon));
    }
}
