using U2Video.Tests;

namespace U2Video.Pipeline.Tests;

public sealed class FloorsTests
{
    // From the ground up. A folder refers only to folders below it; a subfolder is below its folder.
    private static readonly string[] Order =
    [
        "Stages",
        "Media",
        "Notices",
        "Formats",
        "FFmpeg",
        "Nut",
        "Mattes",
        "Decoding",
        "Encoding",
        "Matting.Predicting",
        "Matting.Live",
        "Matting.Smoothing",
        "Matting.Edges",
        "Matting.Editing",
        "Matting",
        "Cropping",
        "Compositing.Backgrounds",
        "Compositing",
        "Outputs",
        "Parts",
        "Fixing",
        "Checking.Report",
        "Checking",
        "Serving",
        "",
    ];

    private static readonly Floors Pipeline = new(typeof(VideoPipeline).Assembly, "U2Video.Pipeline");

    [Fact]
    public void Folders_refer_only_downwards() => Assert.Equal("", string.Join('\n', Pipeline.FindUpward(Order)));

    [Fact]
    public void There_are_no_circles() => Assert.Equal("", string.Join('\n', Pipeline.FindCircles()));

    [Fact]
    public void What_only_the_code_of_a_method_refers_to_is_seen() => Assert.Contains(
        "U2Video.Pipeline.Decoding.DecoderArguments → U2Video.Pipeline.FFmpeg.InputArguments",
        Pipeline.FindUpward([.. Order.Reverse()]));
}
