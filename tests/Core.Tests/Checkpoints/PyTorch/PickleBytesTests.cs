using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Bytes of pickles, on both sides of what is read ahead and of what there may be.</summary>
public sealed class PickleBytesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4094)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(8192)]
    [InlineData(20_000)]
    public void Lines_may_be_longer_than_what_is_read_ahead(int length)
    {
        var line = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        using var stream = new MemoryStream([.. "skipped"u8, .. TorchZip.Bytes($"x\n{line}\n{line}\nend\n!")]);
        stream.Position = "skipped".Length;
        var bytes = Read(stream);

        Assert.Equal(["x", line, line, "end"], new[] { bytes.NextLine(), bytes.NextLine(), bytes.NextLine(), bytes.NextLine() });
        Assert.Equal(stream.Length - 1, bytes.Position);
        Assert.Equal((byte)'!', bytes.NextByte());
        Assert.Equal(stream.Length, bytes.Position);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public void A_line_that_does_not_end_is_cut_short(int length)
    {
        using var stream = new MemoryStream(new byte[length]);

        Assert.Contains("cut short", Assert.Throws<ModelException>(() => Read(stream).NextLine()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4095)]
    [InlineData(1, 4096)]
    [InlineData(4095, 2)]
    [InlineData(4000, 4096)]
    [InlineData(4000, 4097)]
    [InlineData(4000, 9000)]
    public void Runs_of_bytes_may_reach_beyond_what_is_read_ahead(int first, int second)
    {
        var whole = Enumerable.Range(0, first + second).Select(i => (byte)(i % 251)).ToArray();
        var bytes = Read(new MemoryStream(whole));

        Assert.Equal(whole[..first], bytes.Next((ulong)first).ToArray());
        Assert.Equal(first, bytes.Position);
        Assert.Equal(whole[first..], bytes.Next((ulong)second).ToArray());
        Assert.Equal(whole.Length, bytes.Position);
        Assert.Contains("cut short", Assert.Throws<ModelException>(() => bytes.NextByte()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_taken_counts()
    {
        var bytes = Read(new MemoryStream(new byte[PickleBytes.MaximumLength + 1]));

        _ = bytes.Next(7);
        _ = bytes.Next(PickleBytes.MaximumLength - 7);
        var error = Assert.Throws<ModelException>(() => bytes.NextByte());
        Assert.Contains("more than 16777216 bytes", error.Message, StringComparison.Ordinal);
    }

    private static PickleBytes Read(Stream stream) => new(stream, stream.Length, new PyTorchFaults("weights.pth"));
}
