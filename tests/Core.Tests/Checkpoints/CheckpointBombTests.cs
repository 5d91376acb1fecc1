using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Tests.Checkpoints.PyTorch;

namespace U2Video.Core.Tests.Checkpoints;

/// <summary>Small files that make much: each is refused before it has taken more memory than 64 MiB and twice its length.</summary>
public sealed class CheckpointBombTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.pth");

    public static TheoryData<string, string> Repeated => new()
    {
        { "dictionaries", "}\u00940" },
        { "lists", "]\u00940" },
        { "dictionaries with an item", "}U\u0001aNs0" },
        { "texts", "U\u0001a\u00940" },
        { "marks and tuples", "(NNNNNNNNt0" },
        { "names", "ctorch\nSize\n0" },
        { "calls", "ccollections\nOrderedDict\n)R0" },
    };

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_pickle_that_makes_much_of_little_is_refused(string what, string instructions)
    {
        var pickle = new PickleBuilder(4).Op(string.Concat(Enumerable.Repeat(instructions, (4 << 20) / instructions.Length)))
            .Op("}").Stop();
        var zip = TorchZip.Zip(CompressionLevel.SmallestSize, ("a/data.pkl", pickle));

        Assert.InRange(zip.Length, 0, 40_000);
        Assert.True(Refusal(zip).Contains("too much for such a file", StringComparison.Ordinal), what);
    }

    [Fact]
    public void A_long_pickle_in_a_small_file_is_not_unpacked() => Assert.Contains(
        "data.pkl' has 16000000 bytes",
        Refusal(TorchZip.Zip(CompressionLevel.SmallestSize, ("a/data.pkl", new byte[16_000_000]))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(1_000_000, 3)] // a lie that is found out only when all have been read
    [InlineData(65_537, 65_537)]
    public void A_zip_of_a_great_many_entries_is_refused(int count, int claimed) =>
        Assert.Contains("more than 65536 entries", Refusal(ZipOfEmptyEntries(count, claimed)), StringComparison.Ordinal);

    private string Refusal(byte[] file)
    {
        File.WriteAllBytes(_path, file);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();

        var error = Assert.Throws<ModelException>(() => CheckpointReader.Read(_path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, (64L << 20) + (2L * file.Length));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4)); // twice what is promised, for busy machines
        return error.Message;
    }

    private static byte[] ZipOfEmptyEntries(int count, int claimed)
    {
        using var zip = new MemoryStream();
        zip.Write(Record("PK\u0003\u0004", 30));
        for (var i = 0; i < count; i++)
        {
            zip.Write(Record("PK\u0001\u0002", 46));
        }

        var end64 = zip.Position;
        zip.Write(Record("PK\u0006\u0006", 56, (4, 44), (24, claimed), (32, claimed), (40, end64 - 30), (48, 30)));
        zip.Write(Record("PK\u0006\u0007", 20, (8, end64), (16, 1)));
        zip.Write(Record("PK\u0005\u0006", 22, (8, -1), (12, -1)));
        return zip.ToArray();
    }

    private static byte[] Record(string signature, int length, params ReadOnlySpan<(int Place, long Value)> numbers)
    {
        var record = new byte[length];
        System.Text.Encoding.ASCII.GetBytes(signature, record);
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (var (place, value) in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            bytes[..Math.Min(bytes.Length, length - place)].CopyTo(record.AsSpan(place));
        }

        return record;
    }
}
