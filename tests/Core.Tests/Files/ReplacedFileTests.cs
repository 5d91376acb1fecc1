using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Core.Tests.Files;

public sealed class ReplacedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "out.gif");

    [Fact]
    public void Appears_complete_under_its_name()
    {
        using (var file = new ReplacedFile(Target))
        {
            File.WriteAllText(file.TemporaryPath, "whole");
            Assert.False(File.Exists(Target));
            Assert.EndsWith(".gif", file.TemporaryPath, StringComparison.Ordinal);
            file.Commit();
        }

        Assert.Equal("whole", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Leaves_nothing_when_it_is_not_committed()
    {
        using (var file = new ReplacedFile(Target))
        {
            File.WriteAllText(file.TemporaryPath, "half");
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Replaces_only_where_it_may()
    {
        File.WriteAllText(Target, "old");

        Assert.Throws<U2VideoException>(() => new ReplacedFile(Target, overwrite: false));
        Assert.Throws<U2VideoException>(() => new ReplacedFile(Path.Combine(_folder, "no", "out.gif")));
        Assert.Throws<U2VideoException>(() => new ReplacedFile(_folder));
        Assert.Equal("old", File.ReadAllText(Target));
    }
}
