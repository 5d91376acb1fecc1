using System.Buffers.Binary;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>How often an animation is played goes from one format into another, and is read back from the bytes.</summary>
public sealed class LoopTests : ClipTests
{
    private const string Video = "testsrc2=s=32x24:r=5:d=0.6";

    public static TheoryData<string, string[], int> Sources => new()
    {
        { "in.gif", ["-loop", "-1"], 1 },
        { "in.gif", ["-loop", "3"], 4 },
        { "in.gif", ["-loop", "0"], 0 },
        { "in.apng", ["-plays", "1"], 1 },
        { "in.apng", ["-plays", "4"], 4 },
        { "in.apng", ["-plays", "0"], 0 },
        { "in.mp4", [], 0 },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Plays_are_kept(string name, string[] encoding, int plays)
    {
        Make(name, Video, encoding);

        await RunAsync(At(name), Original("out.gif"), Original("out.apng"), Original("out.webp"));

        AssertPlays(plays);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65_535)]
    public async Task Others_can_be_asked_for(int plays)
    {
        Make("in.gif", Video, "-loop", "3");

        await RunAsync(
            At("in.gif"), options => options with { Plays = plays }, Original("out.gif"), Original("out.apng"), Original("out.webp"));

        AssertPlays(plays);
    }

    [Theory]
    [InlineData("in.gif", "-loop")]
    [InlineData("in.apng", "-plays")]
    public async Task They_come_through_pipes(string name, string option)
    {
        Make(name, Video, option, "3");
        using var target = new TakingStream();

        await RunAsync(
            MediaSource.FromStream(FedStream.Of(await File.ReadAllBytesAsync(At(name), Cancellation))),
            Original("out.apng"),
            Original("out") with { Path = null, Stream = target, Format = "gif" });

        var plays = name == "in.gif" ? 4 : 3;
        Assert.Equal(plays, PlaysOfApng(At("out.apng")));
        await File.WriteAllBytesAsync(At("out.gif"), target.Bytes, Cancellation);
        Assert.Equal(plays, PlaysOfGif(At("out.gif")));
    }

    [Fact]
    public async Task More_plays_than_a_format_counts_are_as_many_as_it_does()
    {
        // 65,535 repetitions are 65,536 plays, of which APNG's muxer and WebP have one fewer.
        Make("in.gif", Video, "-loop", "65535");

        await RunAsync(At("in.gif"), Original("out.gif"), Original("out.apng"), Original("out.webp"));

        Assert.Equal((65_535, 65_535, 65_535), (PlaysOfGif(At("out.gif")), PlaysOfApng(At("out.apng")), PlaysOfWebP(At("out.webp"))));
    }

    [Theory]
    [InlineData(-1, "Plays -1: give 1 to 65535, or 0 for without end")]
    [InlineData(65_536, "Plays 65536: give 1 to 65535, or 0 for without end")]
    public async Task What_no_format_counts_is_refused(int plays, string message)
    {
        Make("in.gif", Video);

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(At("in.gif"), options => options with { Plays = plays }, Original("out.gif")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_is_played_as_often_as_its_player_likes()
    {
        Make("in.gif", Video);

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(At("in.gif"), options => options with { Plays = 2 }, Original("out.mp4")));

        Assert.Equal("Plays: no output is played more than once; GIF, APNG and WebP are.", error.Message);
    }

    private void AssertPlays(int plays)
    {
        Assert.Equal(plays, PlaysOfGif(At("out.gif")));
        Assert.Equal(plays, PlaysOfApng(At("out.apng")));
        Assert.Equal(plays, PlaysOfWebP(At("out.webp")));
    }

    // Searched for as they stand, and not by the reader that is tested.
    private static int PlaysOfGif(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var at = bytes.IndexOf("NETSCAPE2.0"u8);
        if (at < 0)
        {
            return 1;
        }

        Assert.Equal([3, 1], bytes.Slice(at + 11, 2).ToArray());
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 13)..]) is > 0 and var repeats ? repeats + 1 : 0;
    }

    private static int PlaysOfApng(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        return BinaryPrimitives.ReadInt32BigEndian(bytes[(bytes.IndexOf("acTL"u8) + 8)..]);
    }

    private static int PlaysOfWebP(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[(bytes.IndexOf("ANIM"u8) + 12)..]);
    }
}
