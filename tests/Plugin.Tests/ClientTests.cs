using System.Runtime.Versioning;
using U2Video.Client;

namespace U2Video.Plugin.Tests;

/// <summary>The client's parts that need no worker.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClientTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("u2video-client-");

    [Fact]
    public void Settings_are_read_as_they_were_written()
    {
        var settings = new MatteSettings
        {
            Model = "/models/a=b.pth",
            Size = "352x192",
            Device = "cuda:1",
            Output = MatteOutput.Blur,
            CleanColors = false,
            Grow = -1.25,
            Feather = 2,
            Threshold = 0.5,
            Smoothing = 0,
        };

        Assert.Equal(settings, MatteSettings.Parse(settings.ToText()));
        Assert.Equal(new MatteSettings(), MatteSettings.Parse("of-a-later-version=1\n"));
    }

    [Theory]
    [InlineData("output=sepia\n", "sepia")]
    [InlineData("grow=wide\n", "wide")]
    [InlineData("mask\n", "mask")]
    public void Settings_that_mean_nothing_are_named(string text, string named) =>
        Assert.Contains(named, Assert.Throws<WorkerException>(() => MatteSettings.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_break_cannot_add_a_setting() =>
        Assert.Throws<WorkerException>(() => new MatteSettings { Model = "a\ndevice=cuda" }.ToText());

    [Fact]
    public void Memory_that_could_become_shorter_is_refused()
    {
        var descriptor = LinuxCalls.CreateMemory("unsealed", 1);
        Assert.Equal(0, LinuxCalls.SetLength(descriptor, 8 * 8 * FrameMemory.BytesPerPixel));

        var failure = Assert.Throws<WorkerException>(() => FrameMemory.Take(descriptor, 8, 8));

        Assert.Contains("sealed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_is_shorter_than_a_frame_is_refused()
    {
        using var small = FrameMemory.Create(8, 8);
        var copy = LinuxCalls.Control(small.Descriptor, 0, 0); // F_DUPFD

        Assert.Throws<WorkerException>(() => FrameMemory.Take(copy, 8, 9));
    }

    [Fact]
    public void A_folder_that_others_can_enter_is_refused()
    {
        var mine = Path.Combine(_folder.FullName, "mine");
        WorkerPlace.MakePrivate(mine);
        WorkerPlace.MakePrivate(mine);

        File.SetUnixFileMode(mine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        Assert.Throws<WorkerException>(() => WorkerPlace.MakePrivate(mine));
    }

    [Fact]
    public void A_link_in_the_place_of_the_folder_is_refused()
    {
        var link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "/tmp");

        Assert.Throws<WorkerException>(() => WorkerPlace.MakePrivate(link));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
