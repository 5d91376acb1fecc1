using U2Video.Core.Errors;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Symbolic links as outputs stand for what they lead to, and stay.</summary>
public sealed class LinkedOutputTests : ClipTests
{
    private readonly string _input;

    public LinkedOutputTests()
    {
        _input = Make("in.mp4", "testsrc2=s=32x24:r=5:d=1");
        Directory.CreateDirectory(At("disk"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_link_leads_to_is_written(bool isThere)
    {
        if (isThere)
        {
            await File.WriteAllTextAsync(At("disk/true.gif"), "old", Cancellation);
        }

        File.CreateSymbolicLink(At("middle"), "disk/true.gif");
        File.CreateSymbolicLink(At("out.gif"), At("middle"));

        await RunAsync(_input, Original("out.gif"));

        Assert.Equal(5, Ffmpeg.FrameTimes(At("disk/true.gif")).Count);
        Assert.Equal(["true.gif"], Directory.GetFileSystemEntries(At("disk")).Select(Path.GetFileName));
        Assert.Equal((At("middle"), "disk/true.gif"), (new FileInfo(At("out.gif")).LinkTarget, new FileInfo(At("middle")).LinkTarget));
        Assert.Equal(["in.mp4", "middle", "out.gif"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_name_of_the_link_says_the_format()
    {
        File.CreateSymbolicLink(At("out.mkv"), "disk/blob");

        await RunAsync(_input, Original("out.mkv"));

        Assert.Equal(["h264"], Ffmpeg.Codecs(At("disk/blob")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pictures_go_into_the_folder_that_a_link_leads_to(bool isThere)
    {
        if (isThere)
        {
            Directory.CreateDirectory(At("disk/frames"));
        }

        File.CreateSymbolicLink(At("frames"), "disk/frames");

        await RunAsync(_input, Original("frames/"));
        await RunAsync(_input, Original("frames/again-%03d.png"));

        Assert.Equal(10, Directory.GetFiles(At("disk/frames")).Length);
        Assert.Equal("disk/frames", new FileInfo(At("frames")).LinkTarget);
        Assert.Equal(["frames"], Directory.GetFileSystemEntries(At("disk")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Without_leave_to_overwrite_what_is_there_stays()
    {
        await File.WriteAllTextAsync(At("disk/true.gif"), "old", Cancellation);
        File.CreateSymbolicLink(At("out.gif"), "disk/true.gif");

        var error = await Assert.ThrowsAsync<U2VideoException>(
            () => RunAsync(_input, options => options with { Overwrite = false }, Original("out.gif")));

        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(At("disk/true.gif"), Cancellation));
    }

    [Fact]
    public async Task A_circle_and_a_folder_that_is_not_there_are_refused()
    {
        File.CreateSymbolicLink(At("a.gif"), "b.gif");
        File.CreateSymbolicLink(At("b.gif"), "a.gif");
        File.CreateSymbolicLink(At("c.gif"), "nowhere/c.gif");

        var circle = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(_input, Original("a.gif")));
        var missing = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(_input, Original("c.gif")));

        Assert.EndsWith("a.gif: cannot be written: its links lead in a circle.", circle.Message, StringComparison.Ordinal);
        Assert.EndsWith("c.gif: cannot be written: its folder does not exist.", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_does_not_hide_that_two_are_one()
    {
        File.CreateSymbolicLink(At("link.mp4"), "in.mp4");
        File.CreateSymbolicLink(At("other.gif"), "out.gif");
        var before = await File.ReadAllBytesAsync(_input, Cancellation);

        var input = await Assert.ThrowsAsync<UsageException>(() => RunAsync(_input, Original("link.mp4")));
        var linked = await Assert.ThrowsAsync<UsageException>(() => RunAsync(At("link.mp4"), Original("in.mp4")));
        var outputs = await Assert.ThrowsAsync<UsageException>(() => RunAsync(_input, Original("out.gif"), Original("other.gif")));

        Assert.Contains("is the input and an output", input.Message, StringComparison.Ordinal);
        Assert.Contains("is the input and an output", linked.Message, StringComparison.Ordinal);
        Assert.Contains("two outputs have the same name", outputs.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_input, Cancellation));
    }
}
