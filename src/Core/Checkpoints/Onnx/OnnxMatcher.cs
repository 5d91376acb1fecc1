using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// Finds out which constants of an ONNX file are which parameters of U²-Net, by following both graphs from the fusing
/// convolution back to the picture. Names in the file do not matter: exporters make up their own.
/// </summary>
internal sealed class OnnxMatcher(OnnxGraph graph)
{
    /// <summary>The epsilon of PyTorch's layers, and therefore of ours.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Operators that pass values on, possibly at another size. The pooling shows which values have to be up-sampled.</summary>
    private static readonly string[] Passing = ["Identity", "Cast", "Dropout", "Resize", "Upsample"];

    private readonly Dictionary<Value, string> _matched = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, float> _epsilons = [];
    private readonly List<string> _folded = [];
    private readonly List<string> _biasless = [];
    private readonly HashSet<string> _resizes = [];
    private readonly List<(Value.Pooled Expected, string Name)> _pools = [];

    /// <summary>The file's constants by the official names of the parameters that they hold.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>For each batch normalization in the file, by its parameters' prefix, how far its epsilon is above ours.</summary>
    public IReadOnlyDictionary<string, float> ExcessEpsilons => _epsilons;

    /// <summary>The convolutions whose batch normalization is gone, by the prefix of that normalization.</summary>
    public IReadOnlyCollection<string> Folded => _folded;

    /// <summary>The convolutions that have no bias, by their official names.</summary>
    public IReadOnlyCollection<string> Biasless => _biasless;

    /// <summary>Compares the file's graph with a network.</summary>
    /// <exception cref="OnnxMismatchException">They differ; the message says where.</exception>
    public void Match(U2NetGraph network)
    {
        // Only the fusing convolution turns six channels into one.
        var fusing = graph.Nodes.Where(entry => entry.Value is { Operator: "Conv", Inputs: [_, var weight, ..] }
            && graph.Tensors.TryGetValue(Resolve(weight), out var tensor) && tensor.Shape is [1, 6, 1, 1]).ToList();
        if (fusing.Count != 1)
        {
            throw new OnnxMismatchException("it has no convolution that fuses six side outputs");
        }

        Match(network.Fused, fusing[0].Key);
    }

    /// <summary>
    /// How a graph that <see cref="Match(U2NetGraph)"/> found to be a U²-Net samples differently from ours, so that the weights
    /// would give wrong masks here; null if it samples alike.
    /// </summary>
    public string? FindOtherSampling() =>
        _resizes.Select(DescribeOtherResizing).FirstOrDefault(fault => fault is not null)
        ?? _pools.Select(pool => DescribeOtherPooling(pool.Expected, pool.Name)).FirstOrDefault(fault => fault is not null);

    private string? DescribeOtherResizing(string name)
    {
        // Before opset 11 an operator cannot say where its pixels' corners are, and PyTorch writes it for half_pixel only.
        var node = graph.Nodes[name];
        var mode = node.Texts.GetValueOrDefault("mode", "nearest");
        var corners = node.Texts.GetValueOrDefault("coordinate_transformation_mode", "half_pixel");
        return mode is not ("linear" or "bilinear")
                ? $"{Quoted(node, name)} resizes by the mode {UntrustedText.Quote(mode)}, but U²-Net resizes bilinearly"
            : corners is not ("half_pixel" or "pytorch_half_pixel")
                ? $"{Quoted(node, name)} resizes with the corners {UntrustedText.Quote(corners)}, but U²-Net uses 'half_pixel'"
            : null;
    }

    // If the sides divide by 32, rounding up and down are the same; kimjy99's wiring takes only such sides. The official wiring takes any
    // sides, and its weights in a graph that rounds down would give other masks here.
    private string? DescribeOtherPooling(Value.Pooled expected, string name)
    {
        var node = graph.Nodes[name];
        var roundsUp = !All(node, "ceil_mode", 0, otherwise: 0)
            || (node.Integers.TryGetValue("pads", out var pads) && pads is [0, 0, 1, 1]); // opset 9 has no ceil_mode
        return expected.Ceil && !roundsUp
            ? $"{Quoted(node, name)} rounds odd sizes down (ceil_mode 0), but U²-Net of this wiring rounds up; "
                + "export it with ceil_mode=True"
            : null;
    }

    private static string Quoted(OnnxNode node, string name) => $"{UntrustedText.Quote(node.Operator)} {UntrustedText.Quote(name)}";

    private void Match(Value expected, string name)
    {
        if (_matched.TryGetValue(expected, out var known))
        {
            // A skip connection reaches the value a second time; it has to be the same value.
            Require(Source(name) == Source(known), $"{Describe(name)} stands where {Describe(known)} belongs");
            return;
        }

        _matched.Add(expected, name);
        switch (expected)
        {
            case Value.Picture:
                name = Source(name);
                Require(
                    graph.Inputs.Contains(name) && !graph.Tensors.ContainsKey(name),
                    $"the first convolution does not take the picture but {Describe(name)}");
                break;
            case Value.Pooled pooled:
                var pool = Node(name, "MaxPool");
                Require(
                    All(pool, "kernel_shape", 2) && All(pool, "strides", 2) && All(pool, "dilations", 1) && HasPadsOfPooling(pool),
                    $"{Describe(name)} does not pool 2×2");
                _pools.Add((pooled, Source(name)));
                Match(pooled.Input, pool.Inputs[0]);
                break;
            case Value.UpTo up:
                Match(up.Input, name);
                break;
            case Value.Joined joined:
                var join = Node(name, "Concat");
                Require(join.Inputs.Count == joined.Parts.Count,
                    $"{Describe(name)} joins {join.Inputs.Count} values, not {joined.Parts.Count}");
                MatchAll(joined.Parts, join.Inputs);
                break;
            case Value.Sum sum:
                var addition = Node(name, "Add");
                Require(addition.Inputs.Count == 2, $"{Describe(name)} adds {addition.Inputs.Count} values");
                MatchAll(
                    [sum.First, sum.Second],
                    IsInnerDecoder(addition.Inputs[0]) ? addition.Inputs : [addition.Inputs[1], addition.Inputs[0]]);
                break;
            case Value.Convolution convolution:
                Match(convolution, name);
                break;
        }
    }

    /// <summary>
    /// Whether a value is the output of a block's small U and not the residual: its last layer takes two joined layers of the block.
    /// Exporters write the two terms of the sum in either order.
    /// </summary>
    private bool IsInnerDecoder(string name)
    {
        var layer = Before(name, "Relu");
        return Before(Before(layer, "BatchNormalization") ?? layer, "Conv") is { } joined
            && graph.Nodes.TryGetValue(Source(joined), out var join) && join is { Operator: "Concat", Inputs.Count: 2 }
            && join.Inputs.All(part => Before(part, "Relu") is not null);
    }

    /// <summary>The first input of the operator that makes a value; null if another operator makes it.</summary>
    private string? Before(string? name, string operation) =>
        name is not null && graph.Nodes.TryGetValue(Source(name), out var node) && node.Operator == operation && node.Inputs.Count > 0
            ? node.Inputs[0]
            : null;

    private void Match(Value.Convolution expected, string name)
    {
        if (expected.Norm is { } norm)
        {
            name = Node(name, "Relu").Inputs[0];
            if (graph.Nodes.TryGetValue(Source(name), out var next) && next.Operator == "BatchNormalization")
            {
                Require(next.Inputs.Count == 5, $"{Describe(name)} has {next.Inputs.Count} inputs");
                Note($"{norm}.weight", next.Inputs[1]);
                Note($"{norm}.bias", next.Inputs[2]);
                Note($"{norm}.running_mean", next.Inputs[3]);
                Note($"{norm}.running_var", next.Inputs[4]);
                _epsilons[norm] = next.Floats.GetValueOrDefault("epsilon", Epsilon) - Epsilon;
                name = next.Inputs[0];
            }
            else
            {
                _folded.Add(norm);
            }
        }

        var node = Node(name, "Conv");
        var padding = expected.Dilation * (expected.Kernel / 2);
        Require(
            node.Inputs.Count is 2 or 3 && All(node, "strides", 1) && All(node, "group", 1) && All(node, "dilations", expected.Dilation)
                && All(node, "pads", padding, otherwise: 0),
            $"{Describe(name)} is not the {expected.Kernel}×{expected.Kernel} convolution of {expected.Name}");
        Note($"{expected.Name}.weight", node.Inputs[1]);
        if (node.Inputs is [_, _, { Length: > 0 } bias])
        {
            Note($"{expected.Name}.bias", bias);
        }
        else
        {
            _biasless.Add(expected.Name);
        }

        Match(expected.Input, node.Inputs[0]);
    }

    private void MatchAll(IReadOnlyList<Value> expected, IReadOnlyList<string> names)
    {
        foreach (var (value, name) in expected.Zip(names))
        {
            Match(value, name);
        }
    }

    private void Note(string parameter, string constant)
    {
        var name = Resolve(constant);
        Require(graph.Tensors.ContainsKey(name), $"{UntrustedText.Quote(constant)} of {parameter} is computed and not stored");
        _parameters.Add(parameter, name);
    }

    private OnnxNode Node(string name, string operation)
    {
        var node = graph.Nodes.GetValueOrDefault(Source(name));
        Require(node is { Inputs.Count: > 0 } && node.Operator == operation, $"{Describe(name)} stands where a {operation} belongs");
        return node!;
    }

    /// <summary>The value before all operators that only pass it on.</summary>
    private string Source(string name) => Follow(name, node => Passing.Contains(node.Operator), _resizes);

    /// <summary>The constant that a chain of names stands for. Exporters store equal constants once.</summary>
    private string Resolve(string name) => Follow(name, node => node.Operator == "Identity");

    private string Follow(string name, Func<OnnxNode, bool> passes, HashSet<string>? resizes = null)
    {
        // A hostile graph may run in a circle.
        for (var steps = 0; steps < graph.Nodes.Count; steps++)
        {
            if (!graph.Nodes.TryGetValue(name, out var node) || node.Inputs.Count == 0 || !passes(node))
            {
                break;
            }

            if (node.Operator is "Resize" or "Upsample")
            {
                resizes?.Add(name);
            }

            name = node.Inputs[0];
        }

        return name;
    }

    private string Describe(string name)
    {
        var source = Source(name);
        return graph.Nodes.TryGetValue(source, out var node)
            ? Quoted(node, source)
            : $"the value {UntrustedText.Quote(source)}";
    }

    private static bool HasPadsOfPooling(OnnxNode pool) =>
        pool.Texts.GetValueOrDefault("auto_pad", "NOTSET") is "NOTSET" or "VALID"
        && (!pool.Integers.TryGetValue("pads", out var pads) || pads is [0, 0, 0, 0] or [0, 0, 1, 1]);

    private static bool All(OnnxNode node, string attribute, long value, long otherwise = 1) =>
        node.Integers.TryGetValue(attribute, out var values) ? values.All(item => item == value) : value == otherwise;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new OnnxMismatchException(otherwise);
        }
    }
}
