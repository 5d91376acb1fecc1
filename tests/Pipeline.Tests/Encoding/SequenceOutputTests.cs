using U2Video.Core.Errors;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Outputs that are a picture for each frame.</summary>
public sealed class SequenceOutputTests : ClipTests
{
    [Fact]
    public async Task Pictures_of_a_clip_are_counted_from_one()
    {
        Make("in.mkv", "testsrc2=s=64x48:r=10:d=0.5", "-c:v", "ffv1", "-pix_fmt", "bgr0");

        await RunAsync(
            At("in.mkv"), new CutoutOutput { Path = At("cut/%05d.png") }, new MaskOutput { Path = At("cut/mask.####.png") },
            Original("jpg/f##.jpg"));

        string[] expected =
        [
            .. Enumerable.Range(1, 5).Select(number => $"0000{number}.png"),
            .. Enumerable.Range(1, 5).Select(number => $"mask.000{number}.png"),
        ];
        Assert.Equal(expected, Names("cut"));
        Assert.Equal(["f01.jpg", "f02.jpg", "f03.jpg", "f04.jpg", "f05.jpg"], Names("jpg"));
        Assert.Equal("rgba", Ffmpeg.Field(At("cut/00003.png"), "pix_fmt"));
        Assert.Equal(3, Directory.GetFileSystemEntries(Folder).Length);
    }

    [Fact]
    public async Task Pictures_that_exist_are_replaced_only_if_it_is_allowed()
    {
        Make("in.gif", "testsrc2=s=64x48:r=10:d=0.3");
        Directory.CreateDirectory(At("out"));
        await File.WriteAllTextAsync(At("out/m.0002.png"), "old", Cancellation);
        await File.WriteAllTextAsync(At("out/m.0009.png"), "old", Cancellation);
        var output = new MaskOutput { Path = At("out/m.####.png") };

        var error = await Assert.ThrowsAsync<U2VideoException>(
            () => RunAsync(At("in.gif"), options => options with { Overwrite = false }, output));
        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal(["m.0002.png", "m.0009.png"], Names("out"));

        await RunAsync(At("in.gif"), options => options with { Overwrite = false }, new MaskOutput { Path = At("out/n.####.png") });
        await RunAsync(At("in.gif"), output);
        Assert.Equal(["m.0001.png", "m.0002.png", "m.0003.png", "m.0009.png", "n.0001.png", "n.0002.png", "n.0003.png"], Names("out"));
        Assert.Equal((64, 48), Ffmpeg.Size(At("out/m.0002.png")));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_sequence_that_is_not_whole()
    {
        Make("in-%d.png", "testsrc2=s=64x48:r=10:d=2");
        await File.WriteAllTextAsync(At("in-20.png"), "This is no picture.", Cancellation);

        await Assert.ThrowsAsync<InputException>(
            () => RunAsync(Pipeline.Media.MediaSource.FromSequence(At("in-%d.png")), Original("out/%d.png")));

        Assert.False(Directory.Exists(At("out")));
        Assert.Equal(20, Directory.GetFileSystemEntries(Folder).Length);
    }

    [Fact]
    public async Task A_folder_is_made_but_not_those_above_it()
    {
        Make("in.gif", "testsrc2=s=64x48:r=10:d=0.3");

        var error = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(At("in.gif"), Original("a/b/%d.png")));

        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string?> Names(string folder) => Directory.GetFiles(At(folder)).Select(Path.GetFileName).Order();
}
