using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>The whole input is read once for all parts, as long as it is the same file.</summary>
public sealed class InputLookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;
    private readonly PartFolder _parts;

    public InputLookTests()
    {
        _clip = Path.Combine(_folder, "clip.mkv");
        _parts = new PartFolder(Path.Combine(_folder, "out.mkv"));
        Make(_clip, seconds: 2);
    }

    private string Stored => _parts.At("input.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_later_look_takes_what_the_first_one_stored()
    {
        var first = await LookAsync(_clip);
        var hash = await InputHash.OfAsync(_clip, TestContext.Current.CancellationToken);
        Mark();
        var link = Path.Combine(_folder, "link.mkv");
        File.CreateSymbolicLink(link, _clip);

        Assert.Equal((hash, 50), (first.Sha256, first.Index.Count));
        Assert.Equal(("stored", 50), ((await LookAsync(_clip)).Sha256, (await LookAsync(_clip)).Index.Count));
        Assert.Equal("stored", (await LookAsync(link)).Sha256);
        Assert.Equal("stored", await InputLook.HashAsync(_clip, _parts, TestContext.Current.CancellationToken));
        Assert.Equal([Stored], Directory.GetFileSystemEntries(_parts.Path));
    }

    [Fact]
    public async Task Stored_times_serve_every_range()
    {
        await LookAsync(_clip);
        var (from, to) = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5));
        foreach (var range in new[]
        {
            ClipRange.All, new ClipRange { From = from }, new ClipRange { From = from, To = to }, new ClipRange { MaxFrames = 7 },
        })
        {
            var (stored, fresh) = ((await LookAsync(_clip, range)).Index, await FreshAsync(range));

            Assert.Equal((fresh.Count, fresh.End), (stored.Count, stored.End));
            Assert.All(Enumerable.Range(0, (int)fresh.Count), i => Assert.Equal(fresh.BoundaryBefore(i), stored.BoundaryBefore(i)));
        }
    }

    // A copy has the same size and time, and could be damaged all the same.
    [Fact]
    public async Task A_copy_of_the_file_is_looked_at_by_itself()
    {
        await LookAsync(_clip);
        Mark();
        var copy = Path.Combine(_folder, "copy.mkv");
        File.Copy(_clip, copy);
        File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(_clip));

        Assert.Equal(
            await InputHash.OfAsync(_clip, TestContext.Current.CancellationToken),
            await InputLook.HashAsync(copy, _parts, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_changed_is_looked_at_again()
    {
        await LookAsync(_clip);
        Mark();
        var other = Path.Combine(_folder, "other.mkv");
        Make(other, seconds: 1);
        await File.WriteAllBytesAsync(_clip, await File.ReadAllBytesAsync(other));

        Assert.Equal(
            (await InputHash.OfAsync(other, TestContext.Current.CancellationToken), 25),
            await LookAsync(_clip) is var look ? (look.Sha256, look.Index.Count) : default);
        Mark();
        Assert.Equal("stored", (await LookAsync(_clip)).Sha256);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"Format\": 1}")]
    [InlineData("no json")]
    public async Task What_cannot_be_read_is_replaced(string text)
    {
        Directory.CreateDirectory(_parts.Path);
        await File.WriteAllTextAsync(Stored, text);

        Assert.Equal(50, (await LookAsync(_clip)).Index.Count);
        Mark();
        Assert.Equal("stored", (await LookAsync(_clip)).Sha256);
    }

    private static void Make(string path, int seconds) => Ffmpeg.Run("-f", "lavfi", "-i", $"testsrc2=s=64x48:r=25:d={seconds}", path);

    // So that a hash from the file can be told from one that is computed.
    private void Mark()
    {
        var text = File.ReadAllText(Stored);
        var start = text.IndexOf("\"Sha256\":\"", StringComparison.Ordinal) + "\"Sha256\":\"".Length;
        File.WriteAllText(Stored, text[..start] + "stored" + text[text.IndexOf('"', start)..]);
    }

    private async Task<InputLook> LookAsync(string path, ClipRange? range = null)
    {
        var media = await MediaProbe.ReadFileAsync(path, stream: null, TestContext.Current.CancellationToken);
        return await InputLook.OfAsync(path, media, range ?? ClipRange.All, _parts, TestContext.Current.CancellationToken);
    }

    private async Task<ClipIndex> FreshAsync(ClipRange range)
    {
        var media = await MediaProbe.ReadFileAsync(_clip, stream: null, TestContext.Current.CancellationToken);
        return ClipIndex.Of(await ClipIndex.ReadTimesAsync(media, TestContext.Current.CancellationToken), media, range);
    }
}
