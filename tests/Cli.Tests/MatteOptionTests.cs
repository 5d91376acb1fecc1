using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>The options <c>--matte</c> and <c>--crop</c> as users give them.</summary>
public sealed class MatteOptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_second_run_says_that_nothing_was_inferred()
    {
        var clip = At("in.gif");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", clip);

        var alone = await RunAsync(clip, "--matte", At("in.matte"), "--size", "64");
        var plain = await RunAsync(clip, "--matte", At("in.matte"), "--mask", At("a.gif"), "--size", "64", "--grow", "2");
        var json = await RunAsync(clip, "--matte", At("in.matte"), "--mask", At("b.gif"), "--size", "64", "--progress", "json");

        Assert.Equal((0, 0, 0), (alone.Code, plain.Code, json.Code));
        Assert.Contains("in.matte: 5 frames", alone.Error, StringComparison.Ordinal);
        Assert.Contains("a.gif: 5 frames, 5 of them with a mask of the matte file and 0 inferred", plain.Error, StringComparison.Ordinal);
        Assert.Contains("\"inferred\":0,\"reused\":0,\"stored\":5", json.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_are_frames_have_a_matte_and_a_crop()
    {
        var frames = Directory.CreateDirectory(At("frames")).FullName;
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "3", "-vf", "scale=96:96,rotate=0.1*n",
            Path.Combine(frames, "%05d.png"));

        var first = await RunAsync(Path.Combine(frames, "%05d.png"), "--matte", At("in.matte"), "--size", "96", "--progress", "json");
        var second = await RunAsync(
            frames, "--sequence", "--matte", At("in.matte"), "--mask", At("mask") + "/", "--crop", "subject:3", "--size", "96",
            "--progress", "json");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("\"inferred\":3,\"reused\":0,\"stored\":0", first.Error, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"look\",\"frame\":1,\"total\":3", second.Error, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"make\",\"frame\":3,\"total\":3", second.Error, StringComparison.Ordinal);
        Assert.Contains("\"inferred\":0,\"reused\":0,\"stored\":3", second.Error, StringComparison.Ordinal);
        Assert.Equal(["000001.png", "000002.png", "000003.png"], Names("mask"));
    }

    [Theory]
    [InlineData("out.mkv")]
    [InlineData("out/")]
    public async Task A_format_of_files_is_refused_because_it_would_change_nothing(string name)
    {
        var run = await RunAsync(Fixtures.Path("input.png"), "--mask", At(name), "--format", "gif");

        Assert.Equal(
            (2, "u2video: --format gif: is for stdout, pipes and devices; the extension of a file's name says its format. Give another "
                + "extension, or leave it out."),
            (run.Code, run.Error.Trim()));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_folder_has_a_matte_for_each_file()
    {
        var inputs = Directory.CreateDirectory(At("in")).FullName;
        File.Copy(Fixtures.Path("input.png"), Path.Combine(inputs, "a.png"));
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", Path.Combine(inputs, "b.gif"));
        await RunAsync(inputs, "--cutout", At("direct") + "/", "--size", "96");

        var first = await RunAsync(inputs, "--matte", At("mattes") + "/", "--size", "96");
        var times = Names("mattes").Select(name => File.GetLastWriteTimeUtc(Path.Combine(At("mattes"), name))).ToArray();
        var second = await RunAsync(inputs, "--matte", At("mattes") + "/", "--cutout", At("cut") + "/", "--size", "96", "--jobs", "2");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(["a.matte", "b.matte"], Names("mattes"));
        Assert.Equal(times, Names("mattes").Select(name => File.GetLastWriteTimeUtc(Path.Combine(At("mattes"), name))));
        Assert.All(["a.png", "b.gif"], name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(At("direct"), name)), File.ReadAllBytes(Path.Combine(At("cut"), name))));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("minmax")]
    public async Task A_normalization_of_one_run_does_not_stay_for_the_next(string normalization)
    {
        var clip = At("in.mkv");
        CommandLineTests.Ffmpeg("-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "3", "-vf", "scale=96:96", clip);
        string[] model = ["--model", Fixtures.Unpack("official_u2netp.pth"), "--size", "96"];
        await RunAsync([clip, "--mask", At("direct.gif"), .. model]);
        await RunAsync([clip, "--matte", At("in.matte"), .. model, "--normalize", normalization]);

        var stored = await RunAsync([clip, "--matte", At("in.matte"), "--mask", At("stored.gif"), .. model]);

        if (normalization == "minmax")
        {
            Assert.Equal(3, stored.Code);
            Assert.Contains("is a matte of another normalization", stored.Error, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(0, stored.Code);
            Assert.Equal(File.ReadAllBytes(At("direct.gif")), File.ReadAllBytes(At("stored.gif")));
        }
    }

    [Theory]
    [InlineData("somewhere", "--crop somewhere: give subject or follow, and a margin if wanted, such as subject:20 or follow:5%.")]
    [InlineData("subject:x", "--crop subject: x: give a number of pixels, or a share such as 2%.")]
    [InlineData("follow:-3", "--crop with the margin -3: give 0 or more.")]
    public async Task A_crop_that_cannot_be_read_is_refused(string crop, string message)
    {
        var run = await RunAsync(Fixtures.Path("input.png"), "--mask", At("out.png"), "--crop", crop);

        Assert.Equal((2, $"u2video: {message}"), (run.Code, run.Error.Trim()));
    }

    [Fact]
    public async Task A_foreign_file_is_refused_with_the_code_of_bad_input()
    {
        await File.WriteAllTextAsync(At("in.matte"), "This is no matte.", TestContext.Current.CancellationToken);

        var run = await RunAsync(Fixtures.Path("input.png"), "--mask", At("out.png"), "--matte", At("in.matte"));

        Assert.Equal(
            (3, $"u2video: {At("in.matte")}: is not a matte file, or its beginning is damaged; delete it, or give another name."),
            (run.Code, run.Error.Trim()));
        Assert.Equal(["in.matte"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) =>
        ProgramRun.StartAsync(ModelRegistry.Default, arguments.Contains("--progress") ? arguments : [.. arguments, "--progress", "plain"]);

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Names(string folder) => [.. Directory.GetFiles(At(folder)).Select(path => Path.GetFileName(path)!).Order()];
}
