using System.IO.Compression;
using TorchSharp;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Pickles that ask for more than tensors, and files that claim more than they hold.</summary>
public sealed class PyTorchZipRefusalTests
{
    private const byte Tuple1 = 0x85;
    private const byte NewObj = 0x81;

    private static readonly byte[] SixFloats = new byte[6 * sizeof(float)];

    [Fact]
    public void A_pickle_that_runs_a_command_is_refused_and_nothing_runs()
    {
        var proof = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.ran");
        var message = Refusal(new PickleBuilder().Global("posix", "system").Text($"touch '{proof}'").Raw([Tuple1]).Op('R').Stop());

        Assert.Equal(
            "weights.pth: refuses to load: its pickle asks for 'posix.system', and weights need only tensors. "
            + "Do not trust this file; if you made it yourself, save only the model's state_dict().",
            message);
        Assert.False(File.Exists(proof));
    }

    public static TheoryData<string, byte[]> Attacks => new()
    {
        { "'builtins.eval'", new PickleBuilder(4).StackGlobal("builtins", "eval").ShortText("1+1").Raw([Tuple1]).Op('R').Stop() },
        { "'os.system'", new PickleBuilder(0).Op("(S'true'\nios\nsystem\n.").Stop() },
        { "'os.system'", new PickleBuilder(0).Op("(cos\nsystem\nVtrue\no.").Stop() },
        { "'os.system'", new PickleBuilder(4).StackGlobal("os", "system").Stop() },
        { "'torch.load'", new PickleBuilder().Global("torch", "load").Stop() },
        { "'torch.Size.__new__.__self__'", new PickleBuilder(4).StackGlobal("torch", "Size.__new__.__self__").Stop() },
        { "'network.U2NET'", new PickleBuilder().Global("network", "U2NET").Op(")").Raw([NewObj]).Op("}b").Stop() },
        { "NEWOBJ", new PickleBuilder().Global("collections", "OrderedDict").Op(")").Raw([NewObj]).Stop() },
        { "OBJ", new PickleBuilder().Op("(").Global("collections", "OrderedDict").Op("o").Stop() },
        { "EXT1", new PickleBuilder().Raw([0x82, 1]).Stop() },
        { "0xff", new PickleBuilder().Raw([0xff]).Stop() },
        { "'collections.OrderedDict'", new PickleBuilder().Global("collections", "OrderedDict").Integers(1).Op("R").Stop() },
        { "'torch.FloatStorage'", new PickleBuilder().Global("torch", "FloatStorage").Op(")R").Stop() },
        { "'torch._tensor._rebuild_from_type_v2'", new PickleBuilder().Global("torch._tensor", "_rebuild_from_type_v2").Op("(")
            .Global("torch._tensor", "_rebuild_from_type_v2").Global("torch", "Tensor").Op(")}tR").Stop() },
        { "not a function", new PickleBuilder().Text("print").Op(")R").Stop() },
        { "attributes", new PickleBuilder().Global("torch", "Tensor").Op("}b").Stop() },
        { "attributes", new PickleBuilder().OrderedDict().Op(")b").Stop() },
        { "'os.sys?tem?'", new PickleBuilder(4).StackGlobal("os", "sys\ntem\u2028").Stop() },
        { "'os." + new string('a', 77) + "…'", new PickleBuilder().Global("os", new string('a', 9999)).Stop() },
    };

    [Theory]
    [MemberData(nameof(Attacks), DisableDiscoveryEnumeration = true)]
    public void Whatever_is_not_on_the_list_is_refused_by_name(string named, byte[] pickle)
    {
        var message = Refusal(pickle);

        Assert.StartsWith("weights.pth: refuses to load: its pickle asks for ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Harmless_values_beside_the_weights_are_passed_over()
    {
        var pickle = new PickleBuilder().Op("}(")
            .Text("state_dict").Op("}(").Text("w").Row("FloatStorage", "0", 6).Op('u')
            .Text("milestones").Global("collections", "Counter").Op("}").Raw([Tuple1]).Op('R')
            .Text("device").Global("torch", "device").Text("cpu").Raw([Tuple1]).Op('R')
            .Text("dtype").Global("torch", "float32")
            .Text("set").Global("__builtin__", "set").Op("]").Raw([Tuple1]).Op('R')
            .Text("bytes").Global("_codecs", "encode").Op('(').Text("abc").Text("latin1").Op("tR")
            .Text("best").Global("numpy.core.multiarray", "scalar").Op('(')
            .Global("numpy", "dtype").Op('(').Text("f8").Integer(0).Integer(1).Op("tR").Integers(3).Op('b')
            .Text("raw").Op("tR")
            .Op('u').Stop();

        using var checkpoint = PyTorchZipReader.Read(new MemoryStream(TorchZip.Pack(pickle, ("0", SixFloats))), "weights.pth");

        Assert.Equal("w", Assert.Single(checkpoint.Tensors.Keys));
    }

    [Theory]
    [InlineData("torch.optim.adam", "Adam", false)]
    [InlineData("numpy", "ndarray", false)]
    [InlineData("torchvandal", "run", true)]
    [InlineData("builtins", "exec", true)]
    public void Distrust_is_kept_for_strangers(string module, string name, bool distrusts) => Assert.Equal(
        distrusts, Refusal(new PickleBuilder().Global(module, name).Stop()).Contains("Do not trust", StringComparison.Ordinal));

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 })]
    [InlineData(6, 1, new long[] { 6 }, new long[] { 1 })]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 5, 1 })]
    [InlineData(6, 7, new long[] { 0 }, new long[] { 1 })]
    [InlineData(7, 0, new long[] { 7 }, new long[] { 1 })] // the storage has six
    [InlineData(5, 0, new long[] { 5 }, new long[] { 1 })]
    [InlineData(0, 0, new long[] { 0 }, new long[] { 1 })]
    [InlineData(-1, 0, new long[] { 1 }, new long[] { 1 })]
    [InlineData(long.MaxValue, 0, new[] { long.MaxValue }, new long[] { 1 })]
    [InlineData(6, 0, new long[] { -1 }, new long[] { 1 })]
    [InlineData(6, 5, new long[] { 3 }, new long[] { -1 })]
    [InlineData(6, -1, new long[] { 3 }, new long[] { 1 })]
    [InlineData(6, 0, new long[] { 2, 3 }, new long[] { 3 })]
    [InlineData(6, 0, new long[] { 1L << 32, 1L << 32 }, new long[] { 0, 0 })]
    [InlineData(6, 0, new long[] { 1L << 32, 1L << 32, 0 }, new long[] { 0, 0, 1 })]
    [InlineData(6, 0, new[] { long.MaxValue, 2 }, new[] { long.MaxValue, 1 })]
    [InlineData(6, long.MaxValue, new long[] { 2 }, new[] { long.MaxValue })]
    [InlineData(6, 0, new long[] { 1L << 40 }, new long[] { 0 })] // a terabyte made of one number
    [InlineData(6, 0, new long[] { 9 << 20 }, new long[] { 0 })] // 36 MiB, and still too much for such a file
    public void Tensors_that_claim_what_is_not_there_are_refused(long count, long offset, long[] size, long[] stride) =>
        Assert.StartsWith(
            "weights.pth: is not a usable PyTorch checkpoint: ",
            Refusal(PickleBuilder.OneTensor("FloatStorage", count, offset, size, stride), ("0", SixFloats)),
            StringComparison.Ordinal);

    [Fact]
    public void A_failure_after_some_tensors_frees_them()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var pickle = new PickleBuilder().Op("}(")
            .Text("v").Row("FloatStorage", "0", 6)
            .Text("w").Row("FloatStorage", "1", 6)
            .Op('u').Stop();

        Assert.Contains("lacks the entry 'archive/data/1'", Refusal(pickle, ("0", SixFloats)), StringComparison.Ordinal);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    public static TheoryData<string, byte[]> NonsensePickles => new()
    {
        { "cut short", [] },
        { "cut short", [0x80] },
        { "cut short", [.. "X\u00ff\u00ff\u00ff\u007fabc"u8] },
        { "cut short", [0x8d, 255, 255, 255, 255, 255, 255, 255, 255, 1] },
        { "cut short", [.. "cos"u8] },
        { "unknown protocol 9", [0x80, 9, (byte)'N', (byte)'.'] },
        { "more values than it has", [.. "."u8] },
        { "more values than it has", [.. "(0."u8] },
        { "more values than it has", [.. "t."u8] },
        { "more values than it has", [.. "N(s."u8] },
        { "more values than it has", [.. "(2."u8] },
        { "never memorized", [.. "h\u0007."u8] },
        { "malformed memo index", [.. "g-1\n."u8] },
        { "malformed number", [.. "I1e5\n."u8] },
        { "malformed number", [.. "F1,5\n."u8] },
        { "malformed number", [.. "S'\n."u8] },
        { "malformed number", [0x8b, 255, 255, 0, 0, .. new byte[65535], (byte)'.'] },
        { "not a list", [.. "}Na."u8] },
        { "not a dictionary", [.. "]NNs."u8] },
        { "not a dictionary", [.. "}(Nu."u8] },
        { "not text", [.. "NN"u8, 0x93, (byte)'.'] },
        { "describes a storage", [.. "NQ."u8] },
        { "describes a tensor", new PickleBuilder().Global("torch._utils", "_rebuild_tensor_v2").Op(")R").Stop() },
        { "17 sizes", PickleBuilder.OneTensor("FloatStorage", 6, 0, [.. Enumerable.Repeat(1L, 17)], [.. Enumerable.Repeat(1L, 17)]) },
        { "in two ways", new PickleBuilder().Storage("FloatStorage", "0", 6).Storage("IntStorage", "0", 6).Stop() },
        { "natural numbers", new PickleBuilder().Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage("FloatStorage", "0", 6)
            .Integer(0).Op('(').Double(6).Op('t').Integers(1).Op("tR").Stop() },
        { "no state dict", [.. "N."u8] },
        { "no state dict", [.. "}."u8] },
        { "no state dict", new PickleBuilder().Op("}").Text("epoch").Integer(3).Op('s').Stop() },
        { "no state dict", new PickleBuilder().Op("]").Row("FloatStorage", "0", 6).Op('a').Stop() },
        { "stacks more than", [.. Enumerable.Repeat((byte)'N', 100_000)] },
        { "marks", [.. Enumerable.Repeat((byte)'(', 100_000)] },
        { "too much for such a file", [(byte)']', .. Enumerable.Repeat("Na"u8.ToArray(), 2_000_000).SelectMany(pair => pair)] },
    };

    [Theory]
    [MemberData(nameof(NonsensePickles), DisableDiscoveryEnumeration = true)]
    public void Nonsense_is_refused(string why, byte[] pickle) =>
        Assert.Contains(why, Refusal(pickle, ("0", SixFloats)), StringComparison.Ordinal);

    public static TheoryData<string, byte[]> OddZips
    {
        get
        {
            var pickle = PickleBuilder.OneTensor("FloatStorage", 6, 0, [6], [1]);
            var huge = PickleBuilder.OneTensor("FloatStorage", 1L << 28, 0, [1L << 28], [1]);
            return new()
            {
                { "0 data.pkl", Zip(("readme.txt", [])) },
                { "2 data.pkl", Zip(("a/data.pkl", pickle), ("b/data.pkl", pickle)) },
                { "two entries 'a/data/0'", Zip(("a/data.pkl", pickle), ("a/data/0", SixFloats), ("a/data/0", SixFloats)) },
                { "TorchScript", Zip(("a/data.pkl", pickle), ("a/constants.pkl", pickle)) },
                { "byte order is 'big'", Zip(("a/data.pkl", pickle), ("a/byteorder", TorchZip.Bytes("big")), ("a/data/0", SixFloats)) },
                { "more than 16", Zip(("a/data.pkl", pickle), ("a/byteorder", new byte[17])) },
                { "neither 0 nor 1", Zip(("a/data.pkl", PickleBuilder.OneTensor("BoolStorage", 3, 0, [3], [1])), ("a/data/0", [0, 1, 2])) },
                { "storage '0' has 24 bytes", Zip(("a/data.pkl", huge), ("a/data/0", SixFloats)) },
                { "more than 4", TorchZip.Zip(CompressionLevel.Optimal, ("a/data.pkl", new byte[(16 << 20) + 1])) },
                { "more than 65536 entries", Zip([.. Enumerable.Range(0, 65_537).Select(i => ($"{i}", Array.Empty<byte>()))]) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(OddZips), DisableDiscoveryEnumeration = true)]
    public void Zips_other_than_those_of_torch_save_are_refused(string why, byte[] zip)
    {
        var error = Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(zip), "weights.pth"));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Zip(params (string Name, byte[] Data)[] entries) => TorchZip.Zip(CompressionLevel.NoCompression, entries);

    private static string Refusal(byte[] pickle, params (string Key, byte[] Data)[] storages)
    {
        var zip = TorchZip.Pack(pickle, storages);
        var message = Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(zip), "weights.pth")).Message;
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }
}
