using U2Video.Pipeline.Decoding;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>Frames come by way of planes, and have the values that ffmpeg's exact conversion gives them.</summary>
public sealed class PlanarDecodingTests : ClipTests
{
    [Theory]
    [InlineData("yuv420p", "322x242")]
    [InlineData("yuv420p", "321x241")]
    [InlineData("yuv422p", "322x242")]
    [InlineData("yuv444p", "321x241")]
    [InlineData("yuyv422", "322x242")]
    [InlineData("yuv420p10le", "322x242")]
    [InlineData("yuva444p", "321x241", "rgba")]
    [InlineData("gray", "321x241")]
    [InlineData("gbrp", "321x241")]
    public async Task All_values_are_those_of_the_direct_conversion(string format, string size, string pixels = "rgb24")
    {
        Ffmpeg.Run(
            "-f", "lavfi", "-i", $"testsrc2=s={size}:r=5:d=0.6,noise=alls=40", "-c:v", "rawvideo", "-pix_fmt", format, "-f", "nut",
            At("in.nut"));
        var expected = Ffmpeg.Pixels(At("in.nut"), pixels);

        Assert.Equal(expected, await DecodeAsync(At("in.nut")));
    }

    private static async Task<byte[]> DecodeAsync(string path)
    {
        var bytes = new List<byte>();
        await using var decoder = await VideoDecoder.OpenFileAsync(path, new DecoderOptions(), CancellationToken.None);
        await foreach (var frame in decoder.ReadFramesAsync())
        {
            using (frame)
            {
                bytes.AddRange(frame.Pixels.Span);
            }
        }

        return [.. bytes];
    }
}
