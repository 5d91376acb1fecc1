using System.Formats.Tar;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Tests;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

public sealed class PyTorchLegacyReaderTests : IDisposable
{
    private static readonly byte[] OneTwoThree = TorchZip.Bytes(1f, 2f, 3f);
    private static readonly byte[] Row = Pickle().Op('}').Text("w").Row("FloatStorage", "a", 3).Op('s').Stop();

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.pth");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reads_what_torch_saved()
    {
        // Written by PyTorch 1.13 with _use_new_zipfile_serialization=False; the first three are views of one storage.
        using var checkpoint = CheckpointReader.Read(Fixtures.Path("pytorch_legacy.pth"));

        Assert.Equal(["w", "t", "last", "half", "count", "flags", "p", "empty"], checkpoint.Tensors.Keys);
        Assert.Equal([2, 3], checkpoint.Tensors["w"].shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], checkpoint.Tensors["w"].data<float>().ToArray());
        Assert.Equal([3, 2], checkpoint.Tensors["t"].shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], checkpoint.Tensors["t"].data<float>().ToArray());
        Assert.Equal([4f, 5], checkpoint.Tensors["last"].data<float>().ToArray());
        Assert.Equal([(Half)1.5, (Half)(-2)], checkpoint.Tensors["half"].data<Half>().ToArray());
        Assert.Equal(7, checkpoint.Tensors["count"].item<long>());
        Assert.Equal([true, false], checkpoint.Tensors["flags"].data<bool>().ToArray());
        Assert.Equal([0.25f, 0.5f], checkpoint.Tensors["p"].data<float>().ToArray());
        Assert.Equal([0, 3], checkpoint.Tensors["empty"].shape);
    }

    [Fact]
    public void Is_recognized_by_its_content()
    {
        File.WriteAllBytes(_path, TorchLegacy.Pack(Row, ("a", 3, OneTwoThree)));
        using var checkpoint = CheckpointReader.Read(_path);

        Assert.Equal([1f, 2f, 3f], checkpoint.Tensors["w"].data<float>().ToArray());
    }

    [Fact]
    public void Protocol_4_is_recognized_behind_its_frame()
    {
        byte[] magic = [0x80, 4, 0x95, 13, 0, 0, 0, 0, 0, 0, 0, .. TorchLegacy.Magic.AsSpan(2)];
        File.WriteAllBytes(_path, [.. magic, .. TorchLegacy.Pack(Row, ("a", 3, OneTwoThree)).AsSpan(TorchLegacy.Magic.Length)]);
        using var checkpoint = CheckpointReader.Read(_path);

        Assert.Equal(["w"], checkpoint.Tensors.Keys);
    }

    [Fact]
    public void Reads_the_tensors_of_a_training_checkpoint_past_storages_that_it_does_not_need()
    {
        var pickle = Pickle().Op("}(").Text("epoch").Integer(3)
            .Text("optimizer").Op('}').Text("momentum").Row("DoubleStorage", "m", 2).Op('s')
            .Text("state_dict").OrderedDict().Text("w").Row("FloatStorage", "a", 3).Op('s')
            .Op('u').Stop();
        using var checkpoint = Read(TorchLegacy.Pack(pickle, ("m", 2, new byte[16]), ("a", 3, OneTwoThree)));

        Assert.Equal([1f, 2f, 3f], checkpoint.Tensors["w"].data<float>().ToArray());
    }

    [Fact]
    public void Reads_tensors_as_they_were_described_before_hooks_were_saved()
    {
        var pickle = Pickle().Op('}').Text("w").Global("torch._utils", "_rebuild_tensor")
            .Op('(').Storage("FloatStorage", "a", 3).Integer(1).Integers(2).Integers(1).Op("tRs").Stop();
        using var checkpoint = Read(TorchLegacy.Pack(pickle, ("a", 3, OneTwoThree)));

        Assert.Equal([2f, 3f], checkpoint.Tensors["w"].data<float>().ToArray());
    }

    [Fact]
    public void Leaves_nothing_but_its_tensors_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var pickle = Pickle().Op("}(").Text("w").Row("FloatStorage", "a", 3).Text("v").Row("BoolStorage", "b", 1).Op('u').Stop();

        Assert.Contains("neither 0 nor 1", Refusal(TorchLegacy.Pack(pickle, ("a", 3, OneTwoThree), ("b", 1, [2]))),
            StringComparison.Ordinal);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    public static TheoryData<string, byte[]> Damages
    {
        get
        {
            byte[] front = [.. TorchLegacy.Magic, .. TorchLegacy.Version, .. TorchLegacy.LittleEndian];
            var huge = Pickle().Op('}').Text("w").Row("FloatStorage", "a", 1L << 40).Op('s').Stop();
            var view = Pickle().Op('}').Text("w").Global("torch._utils", "_rebuild_tensor_v2").Op("((").Text("storage")
                .Global("torch", "FloatStorage").Text("a").Text("cpu").Integer(3).Op('(').Text("b").Integer(1).Integer(3).Op("ttQ")
                .Integer(0).Integers(3).Integers(1).Raw([0x89]).OrderedDict().Op("tRs").Stop();
            var asInZips = PickleBuilder.OneTensor("FloatStorage", 3, 0, [3], [1]);
            return new()
            {
                { "does not begin with the number", [.. TorchLegacy.Version, .. front] },
                { "another version of the format than 1001", [.. TorchLegacy.Magic, .. new PickleBuilder().Integer(1002).Stop()] },
                { "byte order", [.. TorchLegacy.Magic, .. TorchLegacy.Version, .. TorchLegacy.Machine(littleEndian: false)] },
                { "byte order", [.. TorchLegacy.Magic, .. TorchLegacy.Version, .. new PickleBuilder().Op('N').Stop()] },
                { "pickle is cut short", front },
                { "pickle is cut short", [.. front, .. Row] },
                { "no state dict", [.. front, .. new PickleBuilder().Op('}').Stop()] },
                { "no list of its storages", [.. front, .. Row, .. new PickleBuilder().Op('}').Stop()] },
                { "a storage 'b' that no tensor uses", TorchLegacy.Pack(Row, ("b", 3, OneTwoThree)) },
                { "a storage '' that no tensor uses", [.. front, .. Row, .. new PickleBuilder().Op("]Na").Stop()] },
                { "lacks the storage 'a'", TorchLegacy.Pack(Row) },
                { "two storages 'a'", TorchLegacy.Pack(Row, ("a", 3, OneTwoThree), ("a", 3, OneTwoThree)) },
                { "4 elements, not 3", TorchLegacy.Pack(Row, ("a", 4, new byte[16])) },
                { "-1 elements, not 3", TorchLegacy.Pack(Row, ("a", -1, OneTwoThree)) },
                { "ends before its storage 'a'", [.. front, .. Row, .. TorchLegacy.Keys("a"), 3, 0, 0] },
                { "ends within its storage 'a'", TorchLegacy.Pack(Row, ("a", 3, OneTwoThree[..^1])) },
                { "ends within its storage 'a'", TorchLegacy.Pack(huge, ("a", 1L << 40, OneTwoThree)) },
                { "1 bytes of it belong to no storage", TorchLegacy.Pack(Row, ("a", 3, [.. OneTwoThree, 0])) },
                { "(view_metadata)", TorchLegacy.Pack(view, ("a", 3, OneTwoThree)) },
                { "describes a storage in a way", TorchLegacy.Pack(asInZips, ("0", 3, OneTwoThree)) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void Contradictions_are_refused(string why, byte[] file) =>
        Assert.Contains(why, Refusal(file), StringComparison.Ordinal);

    [Fact]
    public void A_zips_pickle_may_not_describe_storages_as_legacy_files_do()
    {
        var zip = TorchZip.Pack(Row, ("a", OneTwoThree));
        var error = Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(zip), "weights.pth"));

        Assert.Contains("describes a storage in a way", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_that_runs_a_command_is_refused() =>
        Assert.Contains(
            "asks for 'posix.system'",
            Refusal(TorchLegacy.Pack(new PickleBuilder().Global("posix", "system").Text("true").Raw([0x85]).Op('R').Stop())),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Fixtures.Path("pytorch_legacy.pth"));
        for (var length = 0; length < whole.Length; length++)
        {
            Refusal(whole[..length]);
        }
    }

    [Fact]
    public void A_pickle_longer_than_the_buffer_and_than_any_of_ours_is_read_or_refused()
    {
        var text = new string('ä', 100_000);
        var pickle = Pickle().Op("}(").Text("note").Text(text).Text("w").Row("FloatStorage", "a", 3).Op('u').Stop();
        using var checkpoint = Read(TorchLegacy.Pack(pickle, ("a", 3, OneTwoThree)));
        Assert.Equal(["w"], checkpoint.Tensors.Keys);

        var endless = Pickle().Op('}').Text("note").Text(new string(' ', 17 << 20)).Op('s').Stop();
        Assert.Contains("more than 16777216 bytes", Refusal(TorchLegacy.Pack(endless)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tar_of_the_first_PyTorch_is_refused_with_advice()
    {
        using (var tar = new TarWriter(File.Create(_path), TarEntryFormat.Gnu))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "sys_info") { DataStream = new MemoryStream([0x80, 2]) });
        }

        var error = Assert.Throws<ModelException>(() => CheckpointReader.Read(_path));

        Assert.Contains("load it with a current PyTorch and save its state_dict() again", error.Message, StringComparison.Ordinal);
    }

    private static PickleBuilder Pickle() => new(legacy: true);

    private static Checkpoint Read(byte[] file) => PyTorchLegacyReader.Read(new MemoryStream(file), "weights.pth");

    private static string Refusal(byte[] file)
    {
        var message = Assert.Throws<ModelException>(() => Read(file)).Message;
        Assert.StartsWith("weights.pth: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }
}
