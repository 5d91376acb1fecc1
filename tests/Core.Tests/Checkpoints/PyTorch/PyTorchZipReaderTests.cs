using System.IO.Compression;
using System.Runtime.InteropServices;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

public sealed class PyTorchZipReaderTests
{
    private const byte Memoize = 0x94;

    private static readonly byte[] OneTwoThree = TorchZip.Bytes(1f, 2f, 3f);

    [Fact]
    public void Reads_what_torch_saved()
    {
        using var checkpoint = CheckpointReader.Read(Fixtures.Unpack("official_u2netp.pth"));

        Assert.Equal(798, checkpoint.Tensors.Count);
        Assert.Equal("stage1.rebnconvin.conv_s1.weight", checkpoint.Tensors.Keys.First());
        Assert.Equal("outconv.bias", checkpoint.Tensors.Keys.Last());

        // The values were read with Python's zipfile and struct.
        var first = checkpoint.Tensors["stage1.rebnconvin.conv_s1.weight"];
        Assert.Equal([64, 3, 3, 3], first.shape);
        Assert.Equal(ScalarType.Float32, first.dtype);
        Assert.Equal([-0.415283203125f, -0.2041015625f, -0.177978515625f], first.data<float>().Take(3));
        Assert.Equal(-0.101806640625f, first.data<float>().Last());
        Assert.Equal([16, 32, 3, 3], checkpoint.Tensors["stage5d.rebnconv3d.conv_s1.weight"].shape);
        Assert.Equal(9.577800750732422f, checkpoint.Tensors["stage1.rebnconvin.bn_s1.running_var"].data<float>()[0]);

        var batches = checkpoint.Tensors["stage1.rebnconvin.bn_s1.num_batches_tracked"];
        Assert.Equal((ScalarType.Int64, 0), (batches.dtype, batches.dim()));
        Assert.Equal(1, batches.item<long>());
    }

    [Theory]
    [InlineData("official_u2net.pth")]
    [InlineData("seed_u2net.pt")]
    public void Reads_the_large_ones(string name)
    {
        using var checkpoint = CheckpointReader.Read(Fixtures.Unpack(name));

        Assert.Equal(798, checkpoint.Tensors.Count);
        var learned = checkpoint.Tensors.Where(entry => entry.Key.Split('.').Last() is "weight" or "bias");
        Assert.Equal(44_009_869, learned.Sum(entry => entry.Value.numel()));
    }

    public static TheoryData<string, ScalarType, byte[]> ElementTypes => new()
    {
        { "DoubleStorage", ScalarType.Float64, TorchZip.Bytes(0.0, 1.0, 100.0) },
        { "FloatStorage", ScalarType.Float32, TorchZip.Bytes(0f, 1f, 100f) },
        { "HalfStorage", ScalarType.Float16, TorchZip.Bytes((Half)0f, (Half)1f, (Half)100f) },
        { "BFloat16Storage", ScalarType.BFloat16, TorchZip.Bytes<ushort>(0, 0x3f80, 0x42c8) },
        { "LongStorage", ScalarType.Int64, TorchZip.Bytes(0L, 1L, 100L) },
        { "IntStorage", ScalarType.Int32, TorchZip.Bytes(0, 1, 100) },
        { "ShortStorage", ScalarType.Int16, TorchZip.Bytes<short>(0, 1, 100) },
        { "CharStorage", ScalarType.Int8, TorchZip.Bytes<sbyte>(0, 1, 100) },
        { "ByteStorage", ScalarType.Byte, TorchZip.Bytes<byte>(0, 1, 100) },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void Reads_every_element_type(string storage, ScalarType type, byte[] data)
    {
        using var checkpoint = Read(PickleBuilder.OneTensor(storage, 3, 0, [3], [1]), ("0", data));

        Assert.Equal(type, checkpoint.Tensors["w"].dtype);
        Assert.Equal([0f, 1f, 100f], Values(checkpoint, "w"));
    }

    [Fact]
    public void Reads_booleans()
    {
        using var checkpoint = Read(PickleBuilder.OneTensor("BoolStorage", 3, 0, [3], [1]), ("0", [0, 1, 1]));

        Assert.Equal([false, true, true], checkpoint.Tensors["w"].data<bool>().ToArray());
    }

    [Theory]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 3, 1 }, new[] { 0f, 1, 2, 3, 4, 5 })]
    [InlineData(0, new long[] { 3, 2 }, new long[] { 1, 3 }, new[] { 0f, 3, 1, 4, 2, 5 })] // transposed
    [InlineData(1, new long[] { 3 }, new long[] { 2 }, new[] { 1f, 3, 5 })] // every other one
    [InlineData(4, new long[] { 2 }, new long[] { 1 }, new[] { 4f, 5 })]
    [InlineData(2, new long[] { 4 }, new long[] { 0 }, new[] { 2f, 2, 2, 2 })] // expanded
    [InlineData(5, new long[] { }, new long[] { }, new[] { 5f })]
    [InlineData(6, new long[] { 2, 0 }, new long[] { 1, 1 }, new float[] { })]
    public void Reads_strided_tensors_as_contiguous_ones(long offset, long[] size, long[] stride, float[] expected)
    {
        using var checkpoint = Read(
            PickleBuilder.OneTensor("FloatStorage", 6, offset, size, stride), ("0", TorchZip.Bytes(0f, 1f, 2f, 3f, 4f, 5f)));

        Assert.Equal(size, checkpoint.Tensors["w"].shape);
        Assert.True(checkpoint.Tensors["w"].is_contiguous());
        Assert.Equal(expected, Values(checkpoint, "w"));
    }

    [Fact]
    public void Tensors_that_share_a_storage_outlive_the_reader_and_one_another()
    {
        var pickle = new PickleBuilder().Op("}(")
            .Text("all").Row("FloatStorage", "0", 3)
            .Text("last").Tensor("FloatStorage", "0", 3, 2, [1], [1])
            .Op('u').Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree));

        checkpoint.Tensors["all"].Dispose();

        Assert.Equal([3f], Values(checkpoint, "last"));
    }

    [Fact]
    public void Leaves_nothing_but_its_tensors_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var checkpoint = Read(PickleBuilder.OneTensor("FloatStorage", 3, 0, [2], [2]), ("0", OneTwoThree));

        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        checkpoint.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model")]
    [InlineData("model_state_dict")]
    [InlineData("net")]
    public void Finds_the_state_dict_of_a_training_checkpoint(string wrapper)
    {
        var pickle = new PickleBuilder().Op("}(")
            .Text("epoch").Integer(7)
            .Text("loss").Double(0.25)
            .Text("best").Row("FloatStorage", "1", 3)
            .Text("recipe").Text("matting-human")
            .Text("history").Op("](").Double(0.5).Double(0.25).Op('e')
            .Text("optimizer").Op("}(").Text("state").Op('}').Integer(0).Op('}').Text("step").Integer(3).Op("ss").Op('u')
            .Text(wrapper).OrderedDict().Text("w").Row("FloatStorage", "0", 3).Op('s')
            .Op('u').Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree), ("1", OneTwoThree));

        Assert.Equal(["w"], checkpoint.Tensors.Keys);
        Assert.Equal([1f, 2f, 3f], Values(checkpoint, "w"));
    }

    [Fact]
    public void Finds_a_state_dict_wrapped_up_to_three_times()
    {
        foreach (var wrappings in new[] { 1, 2, 3 })
        {
            using var checkpoint = Read(Wrapped(wrappings), ("0", OneTwoThree));
            Assert.Equal(["w"], checkpoint.Tensors.Keys);
        }

        var error = Assert.Throws<ModelException>(() => Read(Wrapped(4), ("0", OneTwoThree)));
        Assert.Contains("no state dict", error.Message, StringComparison.Ordinal);

        static byte[] Wrapped(int wrappings)
        {
            var pickle = new PickleBuilder();
            for (var i = 0; i < wrappings; i++)
            {
                pickle.Op('}').Text(i % 2 == 0 ? "model" : "state_dict");
            }

            return pickle.Op('}').Text("w").Row("FloatStorage", "0", 3).Op(new string('s', wrappings + 1)).Stop();
        }
    }

    [Fact]
    public void Reads_as_many_entries_and_dimensions_as_there_may_be()
    {
        long[] ones = [.. Enumerable.Repeat(1L, 16)];
        using var deep = Read(PickleBuilder.OneTensor("FloatStorage", 3, 0, [3, .. ones[1..]], ones), ("0", OneTwoThree));
        Assert.Equal(16, deep.Tensors["w"].dim());

        using var wide = Read(WithEntries((1 << 16) - 1), ("0", OneTwoThree));
        Assert.Equal(["w"], wide.Tensors.Keys);

        var error = Assert.Throws<ModelException>(() => Read(WithEntries(1 << 16), ("0", OneTwoThree)));
        Assert.Contains("has 65537 entries", error.Message, StringComparison.Ordinal);

        static byte[] WithEntries(int others)
        {
            var pickle = new PickleBuilder().Op('}').Text("w").Row("FloatStorage", "0", 3).Op('s');
            for (var i = 0; i < others; i++)
            {
                pickle.Text($"{i}").Op("Ns");
            }

            return pickle.Stop();
        }
    }

    [Fact]
    public void A_part_of_the_network_may_be_called_model()
    {
        var pickle = new PickleBuilder().Op("}(")
            .Text("model").Row("FloatStorage", "0", 3)
            .Text("w").Row("FloatStorage", "0", 3)
            .Op('u').Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree));

        Assert.Equal(["model", "w"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Reads_parameters_sizes_subclasses_and_attributes()
    {
        var pickle = new PickleBuilder().OrderedDict().Op('(')
            .Text("parameter").Global("torch._utils", "_rebuild_parameter")
            .Op('(').Row("FloatStorage", "0", 3).Raw([0x88]).OrderedDict().Op("tR")
            .Text("subclass").Global("torch._tensor", "_rebuild_from_type_v2").Op('(').Global("torch._utils", "_rebuild_tensor_v2")
            .Global("torch.nn.parameter", "Parameter").TensorParts("FloatStorage", "0", 3, 0, [3], [1]).Op("}tR")
            .Text("size").Global("torch", "Size").Integers(1, 2).Raw([0x85]).Op('R')
            .Op('u')
            .Op('}').Text("_metadata").OrderedDict().Text("").Op('}').Text("version").Integer(1).Op("sssb").Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree));

        Assert.Equal(["parameter", "subclass"], checkpoint.Tensors.Keys);
        Assert.Equal([1f, 2f, 3f], Values(checkpoint, "subclass"));
    }

    [Fact]
    public void Reads_protocol_4_with_frames_and_numbered_memo()
    {
        var pickle = new PickleBuilder(protocol: 4).Raw([0x95, 200, 0, 0, 0, 0, 0, 0, 0]).Op('}').Raw([Memoize])
            .ShortText("w").StackGlobal("torch._utils", "_rebuild_tensor_v2").TensorParts("FloatStorage", "0", 3, 0, [3], [1])
            .Op('R').Raw([Memoize]).Op('s')
            .ShortText("v").Op("h\u0001s").Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree));

        Assert.Equal(["w", "v"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Structures_that_hold_themselves_do_no_harm()
    {
        var pickle = new PickleBuilder().Op("}q\u0000").Text("state_dict").Op("h\u0000s")
            .Text("list").Op("]q\u0001h\u0001as").Text("w").Row("FloatStorage", "0", 3).Op('s').Stop();
        using var checkpoint = Read(pickle, ("0", OneTwoThree));

        Assert.Equal(["w"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Reads_a_zip_that_was_packed_again()
    {
        var zeros = new byte[400_000];
        var bytes = TorchZip.Zip(
            CompressionLevel.SmallestSize,
            ("model/data.pkl", PickleBuilder.OneTensor("FloatStorage", 100_000, 0, [100_000], [1])),
            ("model/byteorder", TorchZip.Bytes("little")),
            ("model/data/0", zeros));
        using var checkpoint = PyTorchZipReader.Read(new MemoryStream(bytes), "weights.pth");

        Assert.Equal(100_000, checkpoint.Tensors["w"].numel());
    }

    [Fact]
    public void A_storage_counts_once_and_only_so_many_may_be_unpacked()
    {
        // A file of some kilobytes may have 32 MiB.
        using var twice = PyTorchZipReader.Read(new MemoryStream(Zeros(5 << 20)), "weights.pth");
        Assert.Equal(["v", "w"], twice.Tensors.Keys);

        var error = Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(Zeros(9 << 20)), "weights.pth"));
        Assert.Contains("its tensors take more than 32 MiB", error.Message, StringComparison.Ordinal);

        static byte[] Zeros(int count) => TorchZip.Zip(
            CompressionLevel.SmallestSize,
            ("a/data.pkl", new PickleBuilder().Op("}(")
                .Text("v").Row("FloatStorage", "0", count).Text("w").Row("FloatStorage", "0", count).Op('u').Stop()),
            ("a/data/0", new byte[count * sizeof(float)]));
    }

    private static Checkpoint Read(byte[] pickle, params (string Key, byte[] Data)[] storages) =>
        PyTorchZipReader.Read(new MemoryStream(TorchZip.Pack(pickle, storages)), "weights.pth");

    private static float[] Values(Checkpoint checkpoint, string name)
    {
        using var floats = checkpoint.Tensors[name].to_type(ScalarType.Float32);
        return [.. MemoryMarshal.Cast<byte, float>(floats.bytes)];
    }
}
