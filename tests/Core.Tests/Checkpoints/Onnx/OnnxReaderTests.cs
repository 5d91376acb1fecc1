using System.Runtime.InteropServices;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Tests.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.Onnx;

/// <summary>Files as exporters write them, and files that are none, made by changing one of ours.</summary>
public sealed class OnnxReaderTests : IDisposable
{
    // Fields of GraphProto, NodeProto and TensorProto.
    private const int GraphNode = 1, GraphTensor = 5, GraphInput = 11, NodeInput = 1, NodeOutput = 2, NodeOperator = 4, NodeAttribute = 5;
    private const int TensorShape = 1, TensorType = 2, TensorFloats = 4, TensorIntegers = 5, TensorName = 8, TensorRaw = 9;
    private const int TensorDoubles = 10, TensorLocation = 14;
    private const string Weight = "stage3.rebnconv2.conv_s1.weight";

    private static readonly Lazy<byte[]> Ours = new(() => Write(Wiring.Official));

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("official")]
    [InlineData("kimjy99")]
    public void A_file_of_ours_gives_back_network_and_metadata(string wiring)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Read(Write(Wiring.Parse(wiring)));
        using var model = U2NetModel.FromCheckpoint(checkpoint);

        Assert.Equal(wiring, model.Network.Variant.Wiring.Name);
        Assert.Equal("a test", checkpoint.Metadata["provenance"]);
        AssertIsOurs(model, Wiring.Parse(wiring));
    }

    [Fact]
    public void Constants_may_be_operators() => AssertReadsAsOurs(graph =>
    {
        var tensor = graph.All(GraphTensor).Single(IsWeight);
        RemoveWeight(graph);
        var attribute = new ProtobufFields().Add(1, "value").Add(5, tensor);
        graph.Add(GraphNode, new ProtobufFields().Add(NodeOutput, Weight).Add(NodeOperator, "Constant")
            .Add(NodeAttribute, attribute.ToBytes()).ToBytes());
    });

    [Fact]
    public void Constants_may_have_other_names() => AssertReadsAsOurs(graph =>
    {
        graph.Edit(GraphTensor, tensor =>
            tensor.Text(TensorName) == Weight ? tensor.Remove(TensorName).Add(TensorName, "onnx::Conv_7") : tensor);
        graph.Add(GraphNode, Identity("onnx::Conv_7", Weight));
    });

    [Fact]
    public void Constants_may_also_be_inputs() => AssertReadsAsOurs(graph =>
        graph.Add(GraphInput, new ProtobufFields().Add(1, Weight).ToBytes()));

    [Fact]
    public void Floats_may_be_a_list() => AssertReadsAsOurs(graph =>
        graph.Edit(GraphTensor, tensor => IsWeight(tensor) ? tensor.Add(TensorFloats, tensor.Bytes(TensorRaw)).Remove(TensorRaw) : tensor));

    [Theory]
    [InlineData(TensorRaw)]
    [InlineData(TensorIntegers)]
    public void Halves_are_read(int field)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Read(Edit(graph => graph.Edit(GraphTensor, tensor => IsWeight(tensor)
            ? WithHalves(tensor, field, field == TensorRaw ? ToHalves(tensor.Bytes(TensorRaw))
                : ToIntegers(ToHalves(tensor.Bytes(TensorRaw))))
            : tensor)));

        using var network = RandomNetwork.Create(U2NetVariant.Lite);
        Assert.Equal(ScalarType.Float16, checkpoint.Tensors[Weight].dtype);
        Assert.InRange((network.state_dict()[Weight] - checkpoint.Tensors[Weight].to(float32)).abs().max().item<float>(), 1e-9, 1e-3);
    }

    [Theory]
    [InlineData(TensorFloats)]
    [InlineData(TensorDoubles)]
    public void Halves_have_their_own_field(int field) => AssertRefused($"field {field}", graph =>
        graph.Edit(GraphTensor, tensor => IsWeight(tensor) ? WithHalves(tensor, field, ToHalves(tensor.Bytes(TensorRaw))) : tensor));

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0x07 })] // 17 bits
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x00 })]
    public void Integers_that_are_no_halves_are_refused(byte[] end) => AssertRefused("16-bit numbers", graph =>
        graph.Edit(GraphTensor, tensor => IsWeight(tensor)
            ? WithHalves(tensor, TensorIntegers, [.. new byte[(16 * 16 * 9) - 1], .. end])
            : tensor));

    [Fact]
    public void A_residual_may_be_the_first_to_add() => AssertReadsAsOurs(graph =>
        graph.Edit(GraphNode, node => node.Text(NodeOperator) == "Add"
            ? WithInputs(node, inputs => inputs.Reverse())
            : node));

    [Fact]
    public void A_convolution_without_bias_has_one_of_zeros()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Read(Edit(graph => graph.Edit(GraphNode, node => node.Text(NodeOutput) == "stage3.rebnconv2.conv_s1.out"
            ? WithInputs(node, inputs => inputs.Take(2))
            : node)));

        Assert.True(checkpoint.Tensors["stage3.rebnconv2.conv_s1.bias"].equal(zeros(16)).all().item<bool>());
    }

    [Theory]
    [InlineData("'align_corners'", "linear", "align_corners")]
    [InlineData("'asymmetric'", "linear", "asymmetric")]
    [InlineData("'nearest'", "nearest", "asymmetric")]
    [InlineData("'nearest'", "", "")] // what a Resize does that says nothing
    [InlineData("'cubic'", "cubic", "half_pixel")]
    public void Another_resizing_is_refused(string named, string mode, string corners) =>
        AssertRefused(named, graph => WithResizing(graph, mode, corners));

    [Theory]
    [InlineData("linear", "")] // until opset 10
    [InlineData("linear", "pytorch_half_pixel")]
    [InlineData("bilinear", "half_pixel")]
    public void Bilinear_resizing_has_several_names(string mode, string corners) =>
        AssertReadsAsOurs(graph => WithResizing(graph, mode, corners));

    [Fact]
    public void Pooling_that_rounds_down_is_refused_where_any_size_is_taken() =>
        AssertRefused("ceil_mode", graph => WithPooling(graph, Attribute("ceil_mode").Add(3, 0)));

    [Fact]
    public void Padding_at_the_end_rounds_up() =>
        AssertReadsAsOurs(graph => WithPooling(graph, Attribute("pads").Add(8, 0).Add(8, 0).Add(8, 1).Add(8, 1)));

    [Fact]
    public void The_seed_s_wiring_pools_either_way()
    {
        var file = ProtobufFields.Parse(Write(Wiring.Kimjy99)).Edit(7, graph =>
        {
            WithPooling(graph, Attribute("ceil_mode").Add(3, 1));
            return graph;
        });

        using var checkpoint = Read(file.ToBytes());

        Assert.Contains("lastconv.bias", checkpoint.Tensors.Keys);
    }

    [Theory]
    [InlineData("stage3.rebnconv2.conv_s1.bias")]
    [InlineData("stage3.rebnconv2.bn_s1.running_var")]
    [InlineData("outconv.bias")]
    public void A_single_number_is_no_vector(string name) => AssertRefused("is a single number", graph =>
        graph.Edit(GraphTensor, tensor => tensor.Text(TensorName) == name
            ? tensor.Remove(TensorShape).Remove(TensorRaw).Add(TensorRaw, new byte[sizeof(float)])
            : tensor));

    [Fact]
    public void Folded_layers_cannot_be_wider_than_the_file_has_room_for()
    {
        // One weight for four layers, with one number a channel: their normalizations would take twice what is read.
        const int channels = 1 << 19;
        string[] wide = ["stage1.rebnconvin", "stage1.rebnconv1", "stage2.rebnconvin", "stage2.rebnconv1"];
        var file = Edit(graph =>
        {
            OnnxFolding.Fold(graph);
            graph.Edit(GraphNode, node => wide.Any(layer => node.Text(NodeOutput) == $"{layer}.conv_s1.out")
                ? WithInputs(node, inputs => [inputs.First(), "w"u8.ToArray(), "b"u8.ToArray()])
                : node);
            graph.Add(GraphTensor, Vector("w", channels).Add(TensorShape, 1).Add(TensorShape, 1).Add(TensorShape, 1).ToBytes());
            graph.Add(GraphTensor, Vector("b", channels).ToBytes());
        });

        var error = Assert.Throws<ModelException>(() => Read(file));

        Assert.Contains("more channels than such a file can have", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_another_file_are_refused() => AssertRefused("external data", graph =>
        graph.Edit(GraphTensor, tensor => IsWeight(tensor) ? tensor.Add(TensorLocation, 1) : tensor));

    [Fact]
    public void A_tensor_with_too_little_data_is_refused() => AssertRefused(Weight, graph =>
        graph.Edit(GraphTensor, tensor =>
            IsWeight(tensor) ? tensor.Add(TensorFloats, tensor.Bytes(TensorRaw)[4..]).Remove(TensorRaw) : tensor));

    [Fact]
    public void Integers_are_no_weights() => AssertRefused("element type 7", graph =>
        graph.Edit(GraphTensor, tensor => IsWeight(tensor) ? tensor.Remove(TensorType).Add(TensorType, 7) : tensor));

    [Fact]
    public void Another_operator_is_named() => AssertRefused("'Sigmoid' 'stage2.rebnconv3.bn_s1.out' stands where a Conv", graph =>
        graph.Edit(GraphNode, node => node.Text(NodeOutput) == "stage2.rebnconv3.bn_s1.out"
            ? node.Remove(NodeOperator).Add(NodeOperator, "Sigmoid")
            : node));

    [Fact]
    public void One_block_of_the_other_wiring_is_refused() => AssertRefused("is an ONNX file, but not of a U²-Net", graph =>
    {
        var swapped = false;
        graph.Edit(GraphNode, node =>
        {
            var inputs = node.All(NodeInput).ToList();
            if (swapped || node.Text(NodeOperator) != "Concat" || inputs.Count != 2
                || !node.Text(NodeOutput).StartsWith("concat", StringComparison.Ordinal))
            {
                return node;
            }

            swapped = true;
            return node.Remove(NodeInput).Add(NodeInput, inputs[1]).Add(NodeInput, inputs[0]);
        });
    });

    [Fact]
    public void A_circle_is_refused() => AssertRefused("stands where a Conv belongs", graph =>
    {
        graph.Edit(GraphNode, node => node.Text(NodeOutput) == "stage2.rebnconv3.conv_s1.out" ? null : node);
        graph.Add(GraphNode, Identity("stage2.rebnconv3.conv_s1.out", "round"));
        graph.Add(GraphNode, Identity("round", "stage2.rebnconv3.conv_s1.out"));
    });

    [Fact]
    public void A_value_made_twice_is_refused() => AssertRefused("twice", graph => graph.Add(GraphNode, graph.All(GraphNode).First()));

    [Fact]
    public void Other_networks_are_refused() =>
        AssertRefused("no convolution that fuses six side outputs", graph => graph.Remove(GraphNode));

    [Theory]
    [InlineData(new byte[] { 0x08, 0x07 })]
    [InlineData(new byte[] { 0x08, 0x07, 0x3a, 0x7f })]
    [InlineData(new byte[] { 0x08, 0x07, 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0x08, 0x07, 0x3b })]
    [InlineData(new byte[] { 0x08, 0x07, 0x38, 0x01 })]
    public void Damage_is_an_error_of_one_line(byte[] file)
    {
        var error = Assert.Throws<ModelException>(() => Read(file));

        Assert.Contains("x.onnx", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        var whole = Ours.Value;

        for (var length = 2; length < whole.Length; length += whole.Length / 97)
        {
            Assert.Throws<ModelException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void The_format_is_recognized_by_content()
    {
        File.WriteAllBytes(_path, Ours.Value);
        using var scope = NewDisposeScope();
        using var checkpoint = CheckpointReader.Read(_path);

        Assert.Equal((112 * 6) + 14, checkpoint.Tensors.Count);
    }

    private static byte[] Write(Wiring wiring)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var scope = NewDisposeScope();
            using var network = RandomNetwork.Create(U2NetVariant.Lite with { Wiring = wiring });
            OnnxWriter.Write(path, network.Variant, network.state_dict(), new Dictionary<string, string> { ["provenance"] = "a test" });
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Checkpoint Read(byte[] file) => OnnxReader.Read(new MemoryStream(file), "x.onnx");

    private static byte[] Edit(Action<ProtobufFields> edit) => ProtobufFields.Parse(Ours.Value)
        .Edit(7, graph =>
        {
            edit(graph);
            return graph;
        })
        .ToBytes();

    private static void AssertReadsAsOurs(Action<ProtobufFields> edit)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Read(Edit(edit));
        using var model = U2NetModel.FromCheckpoint(checkpoint);
        AssertIsOurs(model, Wiring.Official);
    }

    private static void AssertIsOurs(U2NetModel model, Wiring wiring)
    {
        using var network = RandomNetwork.Create(U2NetVariant.Lite with { Wiring = wiring });
        var actual = model.Network.state_dict();
        Assert.All(network.state_dict(), entry => Assert.True(entry.Value.equal(actual[entry.Key]).all().item<bool>(), entry.Key));
    }

    private static void AssertRefused(string reason, Action<ProtobufFields> edit)
    {
        var error = Assert.Throws<ModelException>(() => Read(Edit(edit)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static bool IsWeight(byte[] tensor) => IsWeight(ProtobufFields.Parse(tensor));

    private static bool IsWeight(ProtobufFields tensor) => tensor.Text(TensorName) == Weight;

    private static void RemoveWeight(ProtobufFields graph) => graph.Edit(GraphTensor, tensor => IsWeight(tensor) ? null : tensor);

    private static byte[] Identity(string from, string to) =>
        new ProtobufFields().Add(NodeInput, from).Add(NodeOutput, to).Add(NodeOperator, "Identity").ToBytes();

    private static ProtobufFields WithHalves(ProtobufFields tensor, int field, byte[] data) =>
        tensor.Remove(TensorType).Add(TensorType, 10).Remove(TensorRaw).Add(field, data);

    private static ProtobufFields WithInputs(ProtobufFields node, Func<IEnumerable<byte[]>, IEnumerable<byte[]>> change)
    {
        var inputs = change(node.All(NodeInput).ToList()).ToList();
        return node.Remove(NodeInput).Add(NodeInput, inputs);
    }

    private static ProtobufFields Attribute(string name) => new ProtobufFields().Add(1, name);

    private static void WithResizing(ProtobufFields graph, string mode, string corners) => graph.Edit(GraphNode, node =>
    {
        if (node.Text(NodeOperator) == "Resize")
        {
            node.Remove(NodeAttribute);
            foreach (var (name, value) in new[] { ("mode", mode), ("coordinate_transformation_mode", corners) }.Where(entry =>
                entry.Item2 != ""))
            {
                node.Add(NodeAttribute, Attribute(name).Add(4, value).ToBytes());
            }
        }

        return node;
    });

    private static void WithPooling(ProtobufFields graph, ProtobufFields attribute) => graph.Edit(GraphNode, node =>
        node.Text(NodeOperator) != "MaxPool" ? node
            : node.Remove(NodeAttribute)
                .Add(NodeAttribute, Attribute("kernel_shape").Add(8, 2).Add(8, 2).ToBytes())
                .Add(NodeAttribute, Attribute("strides").Add(8, 2).Add(8, 2).ToBytes())
                .Add(NodeAttribute, attribute.ToBytes()));

    private static ProtobufFields Vector(string name, int length) => new ProtobufFields()
        .Add(TensorShape, length).Add(TensorType, 1).Add(TensorName, name).Add(TensorRaw, new byte[length * sizeof(float)]);

    private static byte[] ToIntegers(byte[] halves)
    {
        var bytes = new List<byte>();
        foreach (var half in MemoryMarshal.Cast<byte, ushort>(halves))
        {
            var rest = (int)half;
            for (; rest >= 0x80; rest >>= 7)
            {
                bytes.Add((byte)(rest | 0x80));
            }

            bytes.Add((byte)rest);
        }

        return [.. bytes];
    }

    private static byte[] ToHalves(byte[] floats) =>
        MemoryMarshal.AsBytes(MemoryMarshal.Cast<byte, float>(floats).ToArray().Select(value => (Half)value).ToArray().AsSpan()).ToArray();
}
