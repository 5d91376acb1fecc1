using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Core.Tests.Files;

/// <summary>Links and what is no file, as the names of files that are to be written.</summary>
public sealed class OutputLinkTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public OutputLinkTests() => Directory.CreateDirectory(At("disk"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_stands_for_what_it_leads_to_and_stays()
    {
        File.WriteAllText(At("disk/true.txt"), "old");
        Link("out.txt", "disk/true.txt");

        using (var file = new ReplacedFile(At("out.txt")))
        {
            Assert.Equal(At("disk"), Path.GetDirectoryName(file.TemporaryPath));
            File.WriteAllText(file.TemporaryPath, "new");
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(At("disk/true.txt")));
        Assert.Equal("disk/true.txt", new FileInfo(At("out.txt")).LinkTarget);
        Assert.Single(Directory.GetFiles(At("disk")));
    }

    [Fact]
    public void A_relative_target_begins_where_the_link_truly_lies()
    {
        Directory.CreateDirectory(At("disk/deep"));
        Link("short", "disk/deep");
        Link("disk/deep/out.txt", "../true.txt");

        Assert.Equal(At("disk/true.txt"), OutputLink.Follow(At("short/out.txt")));
        Assert.Equal(At("plain.txt"), OutputLink.Follow(At("plain.txt")));
    }

    [Fact]
    public void Names_through_a_linked_folder_are_compared_as_what_they_lead_to()
    {
        File.WriteAllText(At("disk/true.txt"), "");
        Link("folder", "disk");

        Assert.Equal(OutputLink.Resolve(At("disk/true.txt")), OutputLink.Resolve(At("folder/true.txt")));
        Assert.Equal(OutputLink.Resolve(At("disk/new.txt")), OutputLink.Resolve(At("folder/new.txt")));
    }

    [Fact]
    public void A_circle_is_refused_and_compared_as_itself()
    {
        Link("a", "b");
        Link("b", "a");

        Assert.Throws<U2VideoException>(() => OutputLink.Follow(At("a")));
        Assert.Equal(At("a"), OutputLink.Resolve(At("a")));
    }

    [Fact]
    public void Another_user_s_link_leads_to_what_is_theirs_alone()
    {
        Assert.SkipUnless(FileStatus.Self == 0, "Only the administrator can give a link to somebody else.");
        File.WriteAllText(At("disk/mine.txt"), "mine");
        File.WriteAllText(At("disk/theirs.txt"), "theirs");
        Own("disk/theirs.txt");
        Link("to-mine", "disk/mine.txt");
        Link("to-theirs", "disk/theirs.txt");
        Link("to-nothing", "disk/new.txt");
        foreach (var link in new[] { "to-mine", "to-theirs", "to-nothing" })
        {
            Own(link);
        }

        var error = Assert.Throws<U2VideoException>(() => new ReplacedFile(At("to-mine")));
        Assert.Throws<U2VideoException>(() => new ReplacedFile(At("to-nothing")));

        Assert.Equal(
            $"{At("to-mine")}: is a link to {At("disk/mine.txt")}, which belongs to another user than the link does; "
            + "name the file itself if it is meant.",
            error.Message);
        Assert.Equal(At("disk/theirs.txt"), OutputLink.Follow(At("to-theirs")));
        Assert.Equal("mine", File.ReadAllText(At("disk/mine.txt")));
    }

    [Fact]
    public async Task A_pipe_gets_the_whole_at_the_end_and_stays()
    {
        using (var make = Process.Start("mkfifo", [At("pipe")]))
        {
            make.WaitForExit();
        }

        var reading = Task.Run(() => File.ReadAllText(At("pipe")));
        string temporary;
        using (var file = new ReplacedFile(At("pipe"), overwrite: false))
        {
            temporary = file.TemporaryPath;
            await File.WriteAllTextAsync(temporary, "whole");
            file.Commit();
        }

        Assert.Equal("whole", await reading);
        Assert.Equal(FileKind.Pipe, FileStatus.Of(At("pipe"))?.Kind);
        Assert.False(File.Exists(temporary));
    }

    [Fact]
    public void A_device_is_written_to_and_never_replaced()
    {
        Link("nowhere", "/dev/null");
        foreach (var name in new[] { "/dev/null", At("nowhere") })
        {
            using var file = new ReplacedFile(name);
            File.WriteAllText(file.TemporaryPath, "whole");
            file.Commit();
        }

        Assert.Equal(FileKind.ByteDevice, FileStatus.Of("/dev/null")?.Kind);
    }

    [Theory]
    [InlineData("/dev/stdout", 1)]
    [InlineData("/dev/stderr", 2)]
    [InlineData("/dev/fd/63", 63)]
    [InlineData("/proc/self/fd/3", 3)]
    [InlineData("/dev/fd/", null)]
    [InlineData("/dev/fd/99999999999", null)]
    [InlineData("/tmp/dev/fd/3", null)]
    public void Descriptors_are_known_by_their_names(string path, int? number) => Assert.Equal(number, OpenDescriptor.Of(path));

    private string At(string name) => Path.Combine(_folder, name);

    private void Link(string name, string target) => File.CreateSymbolicLink(At(name), target);

    private void Own(string name)
    {
        using var change = Process.Start("chown", ["-h", Nobody, At(name)]);
        change.WaitForExit();
        Assert.Equal(0, change.ExitCode);
    }
}
