using System.Diagnostics;
using System.Globalization;
using U2Video.Core.Files;

namespace U2Video.Core.Tests.Files;

public sealed class StaleFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_what_dead_processes_of_this_machine_left_is_removed()
    {
        using var dead = Process.Start("true");
        dead.WaitForExit();
        var own = PartialName.Beside(Path.Combine(_folder, "out.mp4"));
        var parts = Path.GetFileName(own).Split('.')[2].Split('-');
        string[] kept =
        [
            own,
            Name(1, parts[1]),
            Name(dead.Id, "abcdef"),
            Path.Combine(_folder, "out.mp4"),
            Path.Combine(_folder, $".out.{dead.Id}-{parts[1]}.partial.mp4"),
            Path.Combine(_folder, $"out.{dead.Id}-{parts[1]}-01234567.partial.mp4"),
        ];
        string[] stale = [Name(dead.Id, parts[1]), Path.Combine(_folder, $".frames.{dead.Id}-{parts[1]}-01234567.partial")];
        Assert.All(kept.Append(stale[0]), file => File.WriteAllText(file, "x"));
        Directory.CreateDirectory(Path.Combine(stale[1], "within"));

        PartialName.Sweep(_folder);

        Assert.Equal(kept.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));

        string Name(int process, string place) =>
            Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $".out.{process}-{place}-01234567.partial.mp4"));
    }

    [Fact]
    public void A_number_that_was_given_to_a_later_process_protects_nothing()
    {
        var parts = Path.GetFileName(PartialName.Beside(Path.Combine(_folder, "x.gif"))).Split('.')[2].Split('-');
        var old = Path.Combine(_folder, $".x.{Environment.ProcessId}-{parts[1]}-01234567.partial.gif");
        File.WriteAllText(old, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-300));

        PartialName.Sweep(_folder);

        Assert.False(File.Exists(old));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(3)]
    public void The_name_fits_however_long_the_final_one_is(int length)
    {
        var path = PartialName.Beside(Path.Combine(_folder, new string('ü', length / 2) + ".mkv"));

        File.WriteAllText(path, "x");
        Assert.EndsWith(".partial.mkv", path, StringComparison.Ordinal);
    }
}
