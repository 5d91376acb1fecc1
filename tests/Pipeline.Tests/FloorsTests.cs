using U2Video.Tests;

namespace U2Video.Pipeline.Tests;

public sealed class FloorsTests
{
    // From the ground up: a folder refers to those before it alone.
    private static readonly string[] Order =
    [
        "U2Video.Pipeline.Stages",
        "U2Video.Pipeline.Media",
        "U2Video.Pipeline.Formats",
        "U2Video.Pipeline.FFmpeg",
        "U2Video.Pipeline.Nut",
        "U2Video.Pipeline.Decoding",
        "U2Video.Pipeline.Encoding",
        "U2Video.Pipeline.Matting.Predicting",
        "U2Video.Pipeline.Matting.Smoothing",
        "U2Video.Pipeline.Matting.Edges",
        "U2Video.Pipeline.Matting",
        "U2Video.Pipeline.Compositing.Backgrounds",
        "U2Video.Pipeline.Compositing",
        "U2Video.Pipeline.Outputs",
        "U2Video.Pipeline",
    ];

    [Fact]
    public void A_folder_refers_only_to_folders_below_it() => Assert.Empty(Floors.FindBroken(typeof(VideoPipeline).Assembly, Order));

    [Fact]
    public void A_reference_upwards_is_found() =>
        Assert.NotEmpty(Floors.FindBroken(typeof(VideoPipeline).Assembly, [.. Order.Reverse()]));
}
