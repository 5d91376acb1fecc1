using System.IO.Compression;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

public sealed class PyTorchZipWriterTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.pth");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["weight"] = rand(2, 3, 3, 3),
            ["transposed"] = rand(4, 5).t(),
            ["large"] = rand(300, 300),
            ["empty"] = zeros(0, 3),
            ["count"] = tensor(1L << 40),
            ["flags"] = tensor(new[] { true, false }),
        };
        PyTorchZipWriter.Write(_path, tensors, new Dictionary<string, string> { ["note"] = "ä \"quoted\"" });

        using var read = CheckpointReader.Read(_path);

        Assert.Equal(tensors.Keys, read.Tensors.Keys);
        Assert.All(tensors, entry => Assert.Equal(entry.Value.dtype, read.Tensors[entry.Key].dtype));
        Assert.All(tensors, entry => Assert.Equal(entry.Value.shape, read.Tensors[entry.Key].shape));
        Assert.All(tensors, entry => Assert.True(entry.Value.equal(read.Tensors[entry.Key]).all().item<bool>()));
        Assert.Equal("ä \"quoted\"", read.Metadata["note"]);
    }

    [Fact]
    public void Halves_are_rounded_and_counters_kept()
    {
        using var scope = NewDisposeScope();
        var weight = rand(100);
        PyTorchZipWriter.Write(
            _path, new Dictionary<string, Tensor> { ["w"] = weight, ["n"] = tensor(7L) }, NoMetadata, ScalarType.Float16);

        using var read = CheckpointReader.Read(_path);

        Assert.Equal(ScalarType.Float16, read.Tensors["w"].dtype);
        Assert.Equal(7, read.Tensors["n"].item<long>());
        Assert.InRange((weight - read.Tensors["w"].to(float32)).abs().max().item<float>(), 0, 5e-4);
    }

    [Fact]
    public void Records_are_those_of_PyTorch_and_uncompressed()
    {
        using var scope = NewDisposeScope();
        PyTorchZipWriter.Write(_path, new Dictionary<string, Tensor> { ["a"] = ones(5), ["b"] = ones(7) * 2 }, NoMetadata);

        using var zip = ZipFile.OpenRead(_path);
        Assert.Equal(
            ["archive/data.pkl", "archive/byteorder", "archive/u2net.json", "archive/data/0", "archive/data/1", "archive/version"],
            zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.Equal("3\n"u8, Content(zip.GetEntry("archive/version")!));
        Assert.Equal("little"u8, Content(zip.GetEntry("archive/byteorder")!));
        Assert.Equal(TorchZip.Bytes(1f, 1, 1, 1, 1), Content(zip.GetEntry("archive/data/0")!));
    }

    [Fact]
    public void The_same_tensors_make_the_same_file()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["a"] = ones(5) };
        PyTorchZipWriter.Write(_path, tensors, NoMetadata);
        var first = File.ReadAllBytes(_path);
        PyTorchZipWriter.Write(_path, tensors, NoMetadata);

        Assert.Equal(first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using var weight = rand(4, 5);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        PyTorchZipWriter.Write(_path, new Dictionary<string, Tensor> { ["w"] = weight }, NoMetadata, ScalarType.Float16);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":{"b":"c"}}""")]
    [InlineData("""{"a":"b","a":"c"}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":\"\\ud800\"}")]
    [InlineData(null)] // one byte too long
    public void A_description_that_is_no_object_of_strings_is_refused(string? json)
    {
        var zip = TorchZip.Zip(
            CompressionLevel.NoCompression,
            ("a/data.pkl", PickleBuilder.OneTensor("ByteStorage", 1, 0, [1], [1])),
            ("a/data/0", [1]),
            ("a/u2net.json", json is null ? new byte[(1 << 16) + 1] : TorchZip.Bytes(json)));

        var error = Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(zip), "weights.pth"));

        Assert.Contains("u2net.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
