using U2Video.Core.Errors;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>What lies in a folder of parts: whole, missing, damaged, stale, made twice.</summary>
public sealed class PartFolderTests(PartedClips clips) : IClassFixture<PartedClips>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_part_that_is_there_is_not_made_again()
    {
        var options = Options();

        Assert.True(await clips.MakePartAsync(options, 2, 3));
        var files = Files();
        Assert.False(await clips.MakePartAsync(options with { BatchSize = 2 }, 2, 3));

        Assert.Equal(files, Files());
        Assert.Equal(2, files.Length);
    }

    [Fact]
    public async Task A_part_that_is_made_twice_at_once_is_there_once()
    {
        var options = Options();

        await Task.WhenAll(clips.MakePartAsync(options, 1, 2), clips.MakePartAsync(options, 1, 2), clips.MakePartAsync(options, 1, 2));
        Assert.Equal(2, Files().Length);
        await clips.MakePartAsync(options, 2, 2);
        await new PartJoin(options.Outputs[0].Path!).RunAsync(Stop);

        Assert.Equal(24, Ffmpeg.FrameTimes(options.Outputs[0].Path!).Count);
    }

    [Fact]
    public void A_part_that_cannot_be_removed_is_an_error_of_one_line()
    {
        var folder = new PartFolder(Path.Combine(_folder, "out.mkv"));
        var key = new PartKey
        {
            Program = "",
            Parts = 2,
            Input = new PartInput("in.mkv", ""),
            Options = [],
            Joining = new PartJoining { TimeBase = "1/25", SampleAspect = "1/1" },
        };
        var part = new PartManifest(key, 1, new PartContent(1, 0, 0, "1-of-2.mkv", 1));

        // A folder has the manifest's name, which no user may delete as a file.
        Directory.CreateDirectory(folder.ManifestPath(new ClipPart(1, 2)));

        var error = Assert.Throws<U2VideoException>(() => folder.Remove(part));
        Assert.StartsWith($"{folder.Name}: part 1/2 could not be removed (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); delete the folder.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_that_were_made_otherwise_are_refused_or_replaced()
    {
        var options = Options();
        await clips.MakePartAsync(options, 1, 2);
        var changed = options with { Edits = options.Edits with { Grow = new FrameLength(2) } };

        var edited = await Assert.ThrowsAsync<InputException>(() => clips.MakePartAsync(changed, 1, 2));
        var divided = await Assert.ThrowsAsync<InputException>(() => clips.MakePartAsync(options, 3, 3));
        Assert.True(await clips.MakePartAsync(changed with { Overwrite = true }, 2, 2));

        Assert.Contains("out.mkv.parts: holds part 1/2, which was made with other options; ", edited.Message, StringComparison.Ordinal);
        Assert.Contains("out.mkv.parts: holds part 1/2, which was made as one of 2 parts; ", divided.Message, StringComparison.Ordinal);
        Assert.Single(Files(), file => file.EndsWith(".json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_input_that_changed_is_noticed()
    {
        var options = Options();
        await clips.MakePartAsync(options, 1, 2);
        PartedClips.Make(At("in.mp4"), 20, "", "-c:v", "libx264");

        var error = await Assert.ThrowsAsync<InputException>(() => clips.MakePartAsync(options, 2, 2));

        Assert.Contains("which was made of another input", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_listed_and_a_file_that_was_cut_off_counts_as_missing()
    {
        var options = Options();
        foreach (var number in new[] { 1, 4, 5 })
        {
            await clips.MakePartAsync(options, number, 6);
        }

        using (var file = File.Open(Directory.GetFiles(At("out.mkv.parts"), "4-of-6.*.mkv").Single(), FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        var error = await Assert.ThrowsAsync<InputException>(() => new PartJoin(options.Outputs[0].Path!).RunAsync(Stop));
        Assert.Equal($"{At("out.mkv")}.parts: 4 of 6 parts are missing: 2-4,6; make them first.", error.Message);
        Assert.False(File.Exists(At("out.mkv")));

        Assert.True(await clips.MakePartAsync(options, 4, 6));
        error = await Assert.ThrowsAsync<InputException>(() => new PartJoin(options.Outputs[0].Path!).RunAsync(Stop));
        Assert.Contains("3 of 6 parts are missing: 2-3,6;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_parts_there_is_nothing_to_join()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => new PartJoin(At("out.mp4")).RunAsync(Stop));

        Assert.Contains("there are no parts of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_input_may_have_moved()
    {
        var options = Options();
        await clips.MakePartAsync(options, 1, 1);
        File.Move(At("in.mp4"), At("moved.mp4"));
        await File.WriteAllTextAsync(At("other.mp4"), "not it", Stop);

        var gone = await Assert.ThrowsAsync<InputException>(() => new PartJoin(At("out.mkv")).RunAsync(Stop));
        var wrong = await Assert.ThrowsAsync<InputException>(() => new PartJoin(At("out.mkv")) { Input = At("other.mp4") }.RunAsync(Stop));
        await new PartJoin(At("out.mkv")) { Input = At("moved.mp4"), KeepsParts = true }.RunAsync(Stop);

        Assert.Contains("is not there; say where it is: ", gone.Message, StringComparison.Ordinal);
        Assert.Contains("is not the file that the parts were made of", wrong.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(At("out.mkv")));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task An_output_that_exists_is_left_alone()
    {
        await clips.MakePartAsync(Options(), 1, 1);
        await File.WriteAllTextAsync(At("out.mkv"), "mine", Stop);

        await Assert.ThrowsAsync<U2VideoException>(() => new PartJoin(At("out.mkv")).RunAsync(Stop));
        Assert.Equal("mine", await File.ReadAllTextAsync(At("out.mkv"), Stop));
        await new PartJoin(At("out.mkv")) { Overwrite = true }.RunAsync(Stop);

        Assert.Equal(24, Ffmpeg.FrameTimes(At("out.mkv")).Count);
    }

    [Theory]
    [InlineData(new[] { 3 }, "3")]
    [InlineData(new[] { 1, 2, 3, 5, 7, 8 }, "1-3,5,7-8")]
    [InlineData(new int[0], "")]
    public void Lists_have_ranges(int[] numbers, string list) => Assert.Equal(list, PartFolder.ListOf(numbers));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PipelineOptions Options()
    {
        PartedClips.Make(At("in.mp4"), 24, "", "-c:v", "libx264");
        return new PipelineOptions { Input = At("in.mp4"), Outputs = [new MaskOutput { Path = At("out.mkv"), Codec = "ffv1" }] };
    }

    private string[] Files() =>
        [.. Directory.GetFiles(At("out.mkv.parts")).Where(file => Path.GetFileName(file) != InputLook.FileName).Order()];

    private string At(string name) => Path.Combine(_folder, name);
}
