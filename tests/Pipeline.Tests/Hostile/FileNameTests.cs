using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>A name is a name: none is an option, a protocol, a pattern or a list, neither of an input nor of an output.</summary>
public sealed class FileNameTests(TinyPredictor shared) : IClassFixture<TinyPredictor>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Stems =>
        ["x%s", "%%", "x*{a,b}?", "-x", "a'b\"c\n d", "file:x", "concat:a|b", "ü☃𝄞\\y", "a;b&c$(e)`f`", ".x", new string('n', 240),
            new string('ü', 120)];

    [Theory]
    [InlineData("x%03d")]
    [InlineData("x%d")]
    [InlineData("x[1]")]
    [MemberData(nameof(Stems))]
    public async Task A_picture_is_read_under_any_name(string stem)
    {
        // What the patterns would find, in another size.
        var decoy = Picture("decoy", "8x8");
        foreach (var found in new[] { "x000", "x001", "x0", "x1", "xa", "xb", "a" })
        {
            File.Copy(decoy, Path.Combine(_folder, found + ".png"));
        }

        var output = await RunAsync(Picture(stem, "24x16"), "plain.gif");

        Assert.Equal((24, 16), Ffmpeg.Size(output));
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public async Task A_clip_is_written_under_any_name(string stem)
    {
        var input = Path.Combine(_folder, "input.gif");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=24x16:r=10:d=0.2", input);

        var output = await RunAsync(input, stem + ".mp4");

        Assert.Equal([input, output], Directory.GetFiles(_folder).Order(StringComparer.Ordinal).OrderBy(path => path != input));
        File.Move(output, Path.Combine(_folder, "plain.mp4"));
        Assert.Equal((24, 16), Ffmpeg.Size(Path.Combine(_folder, "plain.mp4")));
    }

    [Theory]
    [InlineData("x%s")]
    [InlineData("%%")]
    [InlineData("-x*\n")]
    public async Task A_picture_is_written_under_names_that_are_no_pattern(string stem)
    {
        var output = await RunAsync(Picture("input", "24x16"), stem + ".png");

        File.Move(output, Path.Combine(_folder, "plain.png"));
        Assert.Equal((24, 16), Ffmpeg.Size(Path.Combine(_folder, "plain.png")));
    }

    [Theory]
    [InlineData("a%03d")]
    [InlineData("-y*{b}")]
    public async Task Folders_may_have_such_names_as_well(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name));
        var input = Picture(Path.Combine(name, "x"), "24x16");

        Assert.Equal((24, 16), Ffmpeg.Size(await RunAsync(input, "plain.gif")));
        Assert.True(File.Exists(await RunAsync(input, Path.Combine(name, "out.png"))));
        Assert.True(File.Exists(Path.Combine(await RunAsync(input, Path.Combine(name, "frames/")), "000001.png")));
    }

    [Theory]
    [InlineData("x%03d")]
    [InlineData("a:b")]
    public async Task A_clip_with_sound_is_read_under_any_name(string stem)
    {
        var input = Path.Combine(_folder, "plain.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=24x16:r=10:d=0.3", "-f", "lavfi", "-i", "sine=d=0.3", input);
        File.Move(input, Path.Combine(_folder, stem + ".mp4"));

        Assert.Equal(["h264", "aac"], Ffmpeg.Codecs(await RunAsync(Path.Combine(_folder, stem + ".mp4"), "out.mp4")));
    }

    private string Picture(string stem, string size)
    {
        var made = Path.Combine(_folder, "made.png");
        var path = Path.Combine(_folder, stem + ".png");
        Ffmpeg.Run("-f", "lavfi", "-i", $"color=red:s={size}", "-frames:v", "1", "-update", "1", made);
        File.Move(made, path);
        return path;
    }

    private async Task<string> RunAsync(string input, string name)
    {
        var output = Path.Combine(_folder, name);
        await new VideoPipeline(shared.Predictor).RunAsync(
            new PipelineOptions { Input = input, Outputs = [new MaskOutput { Path = output }] }, progress: null,
            TestContext.Current.CancellationToken);
        return output;
    }
}
