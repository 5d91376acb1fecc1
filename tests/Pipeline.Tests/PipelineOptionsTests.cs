using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests;

public sealed class PipelineOptionsTests
{
    private static readonly PipelineOptions Valid = new() { Input = "in.mp4", Outputs = [new MaskOutput { Path = "out.mp4" }] };

    public static TheoryData<PipelineOptions, string> Wrong => new()
    {
        { Valid with { Outputs = [] }, "nothing to make: give Outputs." },
        { Valid with { Outputs = [new MaskOutput()] }, "MaskOutput: give either Path or Stream." },
        { Valid with { Outputs = [new CutoutOutput { Path = "a.mp4", Quality = 0 }] }, "Path a.mp4: mp4 holds no transparency; use " },
        { Valid with { Outputs = [new MaskOutput { Path = "a.mp4", Quality = 101 }] }, "Quality 101: give 0 to 100." },
        { Valid with { Outputs = [To(Stream.Null), To(Stream.Null)] }, "two outputs go to the stream; give each its own." },
        { Valid with { BatchSize = 0 }, "BatchSize 0: give 1 to 256." },
        { Valid with { BatchSize = 4, TryBatchSizes = true }, "BatchSize: give a number or TryBatchSizes, not both." },
        { Valid with { Reuse = 16.5 }, "Reuse 16.5: give 0 to 16." },
        { Valid with { Smoothing = new SmoothingOptions { Weight = double.NaN } }, "Weight NaN: give a weight from 0 to 0.99." },
        { Valid with { Smoothing = new SmoothingOptions { Radius = 17 } }, "Radius 17: give a radius from 1 to 16 frames." },
        { Valid with { From = TimeSpan.FromSeconds(2), To = TimeSpan.FromSeconds(1) }, "To: give a time after that of From." },
        { Valid with { MaxFrames = 0 }, "MaxFrames 0: give at least 1." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_by_the_names_of_properties(PipelineOptions options, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(options.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void What_goes_together_passes() => Valid.Validate();

    [Fact]
    public void Two_streams_into_one_file_are_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var one = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            using var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

            var error = Assert.Throws<UsageException>((Valid with { Outputs = [To(one), To(other)] }).Validate);

            Assert.Equal("Stream the stream and Stream the stream: go to the same file; give each its own.", error.Message);
            (Valid with { Outputs = [To(one), To(Stream.Null)] }).Validate();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static MaskOutput To(Stream stream) => new() { Stream = stream, Format = "nut" };
}
