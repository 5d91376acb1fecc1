using System.Globalization;
using System.Runtime.InteropServices;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>Writes the values of a network as ONNX operators, each once and after the ones that it needs.</summary>
internal sealed class OnnxGraphWriter
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly ProtobufWriter _graph = new();
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<Value, string> _sizes = [];
    private readonly List<string> _parameters = [];
    private int _count;

    /// <summary>GraphProto without the parameters' tensors.</summary>
    public ReadOnlySpan<byte> Written => _graph.Written;

    /// <summary>The parameters that operators refer to, by their official names.</summary>
    public IReadOnlyList<string> Parameters => _parameters;

    /// <summary>Adds a network with its input and its outputs, the fused one first.</summary>
    public void Add(U2NetGraph network)
    {
        _graph.Text(2, "u2net");
        _graph.Message(11, Declaration("input", "batch", 3, "height", "width"));
        Constant("axis2", 2);
        Constant("axis4", 4);
        Constant("axis0", 0);

        Value[] logits = [network.Fused, .. network.Sides];
        for (var i = 0; i < logits.Length; i++)
        {
            var name = $"d{i}";
            Node("Sigmoid", name, [NameOf(logits[i])]);
            _graph.Message(12, Declaration(name, "batch", 1, "height", "width"));
        }
    }

    private string NameOf(Value value)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            name = Write(value);
            _names.Add(value, name);
        }

        return name;
    }

    private string Write(Value value) => value switch
    {
        Value.Picture => "input",
        Value.Pooled pooled => Node(
            "MaxPool", Next("pool"), [NameOf(pooled.Input)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2),
            Int("ceil_mode", pooled.Ceil ? 1 : 0)),
        Value.UpTo up => Resize(up),
        Value.Joined joined => Node("Concat", Next("concat"), [.. joined.Parts.Select(NameOf)], Int("axis", 1)),
        Value.Sum sum => Node("Add", Next("add"), [NameOf(sum.First), NameOf(sum.Second)]),
        Value.Convolution convolution => Convolve(convolution),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private string Convolve(Value.Convolution value)
    {
        var padding = value.Dilation * (value.Kernel / 2);
        var convolved = Node(
            "Conv",
            $"{value.Name}.out",
            [NameOf(value.Input), Parameter($"{value.Name}.weight"), Parameter($"{value.Name}.bias")],
            Ints("kernel_shape", value.Kernel, value.Kernel),
            Ints("dilations", value.Dilation, value.Dilation),
            Ints("pads", padding, padding, padding, padding),
            Ints("strides", 1, 1));
        if (value.Norm is not { } norm)
        {
            return convolved;
        }

        string[] parts = ["weight", "bias", "running_mean", "running_var"];
        var normalized = Node(
            "BatchNormalization",
            $"{norm}.out",
            [convolved, .. parts.Select(part => Parameter($"{norm}.{part}"))],
            new ProtobufWriter().Text(1, "epsilon").Float(2, OnnxMatcher.Epsilon).Integer(20, 1));
        return Node("Relu", Next("relu"), [normalized]);
    }

    // Batch and channels of the value itself, height and width of the other.
    private string Resize(Value.UpTo value)
    {
        var own = Node("Slice", Next("slice"), [ShapeOf(value.Input), "axis0", "axis2", "axis0"]);
        var others = Node("Slice", Next("slice"), [ShapeOf(value.Like), "axis2", "axis4", "axis0"]);
        var size = Node("Concat", Next("size"), [own, others], Int("axis", 0));
        return Node(
            "Resize",
            Next("resize"),
            [NameOf(value.Input), "", "", size],
            Text("mode", "linear"),
            Text("coordinate_transformation_mode", "half_pixel"));
    }

    private string ShapeOf(Value value)
    {
        if (!_sizes.TryGetValue(value, out var name))
        {
            name = Node("Shape", Next("shape"), [NameOf(value)]);
            _sizes.Add(value, name);
        }

        return name;
    }

    private string Parameter(string name)
    {
        _parameters.Add(name);
        return name;
    }

    private string Next(string stem) => stem + (++_count).ToString(CultureInfo.InvariantCulture);

    private string Node(string operation, string output, IEnumerable<string> inputs, params ReadOnlySpan<ProtobufWriter> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute);
        }

        _graph.Message(1, node);
        return output;
    }

    private void Constant(string name, long value) => _graph.Message(
        5, new ProtobufWriter().Integer(1, 1).Integer(2, Int64).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<long>([value])));

    // AttributeProto; field 20 is the type of the value: 1 a float, 2 an integer, 3 a string, 7 integers.
    private static ProtobufWriter Int(string name, long value) => new ProtobufWriter().Text(1, name).Integer(3, value).Integer(20, 2);

    private static ProtobufWriter Text(string name, string value) => new ProtobufWriter().Text(1, name).Text(4, value).Integer(20, 3);

    private static ProtobufWriter Ints(string name, params ReadOnlySpan<long> values) =>
        new ProtobufWriter().Text(1, name).Integers(8, values).Integer(20, 7);

    /// <summary>ValueInfoProto of four dimensions, the second fixed and the others free under their names.</summary>
    private static ProtobufWriter Declaration(string name, string first, long second, string third, string fourth)
    {
        var shape = new ProtobufWriter()
            .Message(1, Free(first)).Message(1, new ProtobufWriter().Integer(1, second)).Message(1, Free(third)).Message(1, Free(fourth));
        var tensor = new ProtobufWriter().Integer(1, Float32).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));

        static ProtobufWriter Free(string name) => new ProtobufWriter().Text(2, name);
    }
}
