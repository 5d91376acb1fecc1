using U2Video.Pipeline.Decoding;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>How often an animation is played, out of bytes that were written by hand.</summary>
public class AnimationHeaderTests
{
    private static readonly byte[] Screen = [.. "GIF89a"u8, 16, 0, 16, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
    private static readonly byte[] Comment = [0x21, 0xFE, 5, .. "hello"u8, 2, .. "!!"u8, 0];
    private static readonly byte[] Control = [0x21, 0xF9, 4, 0, 10, 0, 0, 0];
    private static readonly byte[] Picture = [0x2C, 0, 0, 0, 0, 16, 0, 16, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 3, 9, 9, 9, 1, 9, 0];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(300, 301)]
    [InlineData(65_535, 65_536)]
    public void A_gif_says_how_often_it_is_repeated(int repeats, int plays)
    {
        AssertPlays(plays, [.. Screen, .. Netscape(repeats), .. Control, .. Picture, 0x3B]);
        AssertPlays(plays, [.. Screen, .. Comment, .. Netscape(repeats, "ANIMEXTS1.0"), .. Control, .. Picture, 0x3B]);
        AssertPlays(plays, [.. Screen, .. Control, .. Picture, .. Netscape(repeats), .. Picture, 0x3B]);
        AssertPlays(plays, [.. "GIF87a"u8, 16, 0, 16, 0, 0, 0, 0, .. Netscape(repeats)]);
    }

    [Fact]
    public void A_gif_that_says_nothing_is_played_once()
    {
        AssertPlays(1, [.. Screen, .. Control, .. Picture, 0x3B]);
        AssertPlays(1, [.. Screen, 0x21, 0xFF, 11, .. "XMP DataXMP"u8, 3, 1, 7, 0, 0, .. Picture, 0x3B]);

        // A buffer's size, which Netscape had there too.
        AssertPlays(1, [.. Screen, 0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 5, 2, 7, 0, 0, 0, 0, .. Picture, 0x3B]);
    }

    [Fact]
    public void An_apng_says_frames_and_plays()
    {
        byte[] start = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", new byte[13]), .. Chunk("iCCP", new byte[3000])];

        Assert.Equal(new AnimationHeader(4, 7), Read([.. start, .. Chunk("acTL", [0, 0, 0, 7, 0, 0, 0, 4]), .. Chunk("IDAT", [1])]));
        Assert.Equal(new AnimationHeader(0, 1), Read([.. start, .. Chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0])]));
        Assert.Equal(int.MaxValue, Read([.. start, .. Chunk("acTL", [0, 0, 0, 1, 255, 255, 255, 255])]).Plays);
        Assert.Equal(AnimationHeader.None, Read([.. start, .. Chunk("IDAT", [1]), .. Chunk("acTL", [0, 0, 0, 7, 0, 0, 0, 4])]));
    }

    [Fact]
    public void An_animated_webp_says_its_plays()
    {
        byte[] start = [.. "RIFF"u8, 99, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, .. new byte[10], .. "ICCP"u8, 3, 0, 0, 0, 1, 2, 3, 0];

        AssertPlays(0, [.. start, .. "ANIM"u8, 6, 0, 0, 0, 255, 255, 255, 255, 0, 0]);
        AssertPlays(258, [.. start, .. "ANIM"u8, 6, 0, 0, 0, 255, 255, 255, 255, 2, 1]);
        Assert.Equal(AnimationHeader.None, Read([.. start, .. "ANMF"u8, 6, 0, 0, 0, 255, 255, 255, 255, 2, 1]));
    }

    [Fact]
    public void What_is_cut_or_harmed_says_nothing_or_something_and_ends()
    {
        byte[][] files =
        [
            [.. Screen, .. Comment, .. Netscape(3), .. Control, .. Picture, 0x3B],
            [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", new byte[13]), .. Chunk("acTL", [0, 0, 0, 7, 0, 0, 0, 4]),
                .. Chunk("IDAT", [1])],
            [.. "RIFF"u8, 99, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, .. new byte[10], .. "ANIM"u8, 6, 0, 0, 0, 255, 255, 255, 255, 2, 1],
        ];
        var random = new Random(1);
        foreach (var file in files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                Read(file[..length]);
            }

            for (var i = 0; i < 5000; i++)
            {
                var harmed = file.ToArray();
                harmed[random.Next(harmed.Length)] = (byte)random.Next(256);
                harmed[random.Next(harmed.Length)] = 0xFF;
                Assert.True(Read(harmed) is { Plays: null or >= 0 });
            }
        }
    }

    [Fact]
    public void No_more_than_a_beginning_is_read()
    {
        // Empty blocks of a comment would go on for ever.
        using var endless = new MemoryStream(
            [.. Screen, .. Enumerable.Repeat(new byte[] { 0x21, 0xFE, 0 }, 2_000_000).SelectMany(block => block)]);

        Assert.Equal(1, AnimationHeader.Of(endless).Plays);
        Assert.InRange(endless.Position, 0, 1 << 20);
    }

    private static byte[] Netscape(int repeats, string name = "NETSCAPE2.0") =>
        [0x21, 0xFF, 11, .. System.Text.Encoding.ASCII.GetBytes(name), 3, 1, (byte)repeats, (byte)(repeats >> 8), 0];

    private static byte[] Chunk(string name, byte[] content) =>
        [0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];

    private static AnimationHeader Read(byte[] file) => AnimationHeader.Of(new MemoryStream(file));

    private static void AssertPlays(int plays, byte[] file) => Assert.Equal(new AnimationHeader(plays, null), Read(file));
}
