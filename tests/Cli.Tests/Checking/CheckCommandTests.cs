using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using OpenCvSharp;

namespace U2Video.Cli.Tests.Checking;

/// <summary><c>u2video check</c> on a clip with a broken moment.</summary>
public sealed class CheckCommandTests(BrokenClip broken) : IClassFixture<BrokenClip>
{
    private static readonly string[] NoWords = [];

    [Fact]
    public async Task The_broken_moment_comes_first_in_the_table_and_the_page_needs_no_other_file()
    {
        var page = broken.At("a.html");
        var run = await BrokenClip.RunAsync("check", broken.Clip, "--report", page);
        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, run.Code);
        Assert.StartsWith("FRAME", lines[0], StringComparison.Ordinal);
        Assert.Contains("subject is missing", lines[1], StringComparison.Ordinal);
        Assert.Contains($"{BrokenClip.FirstBroken}–{BrokenClip.LastBroken}", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{broken.Clip}: {BrokenClip.Frames} frames, mean doubt 0.", lines[^1], StringComparison.Ordinal);
        AssertPage(page, moments: lines.Length - 2);
    }

    [Fact]
    public async Task Json_says_the_same_of_stored_masks_and_its_command_makes_the_frame()
    {
        var matte = broken.At("in.matte");
        Assert.Equal(0, (await BrokenClip.RunAsync(broken.Clip, "--matte", matte)).Code);
        var run = await BrokenClip.RunAsync("check", broken.Clip, "--matte", matte, "--json");
        using var json = JsonDocument.Parse(run.Output);
        var worst = json.RootElement.GetProperty("moments")[0];
        var command = worst.GetProperty("command").GetString()!;

        Assert.Equal(0, run.Code);
        Assert.Contains("16 of them with a mask of the matte file and 0 inferred", run.Error, StringComparison.Ordinal);
        Assert.Equal(BrokenClip.Frames, json.RootElement.GetProperty("doubts").GetArrayLength());
        Assert.Equal("missing", worst.GetProperty("reasons")[0].GetString());
        Assert.InRange(worst.GetProperty("frame").GetInt32(), BrokenClip.FirstBroken, BrokenClip.LastBroken);
        var quoted = broken.Clip.Replace("'", @"'\''", StringComparison.Ordinal);
        Assert.StartsWith($"u2video '{quoted}' --from 0.", command, StringComparison.Ordinal);
        Assert.EndsWith($"--matte {matte} --cutout frame{worst.GetProperty("frame")}.png", command, StringComparison.Ordinal);

        // The frame is black, and the one before the moment is not.
        Assert.Equal(0, await OpacityAsync(worst.GetProperty("time").GetDouble()));
        Assert.True(await OpacityAsync(worst.GetProperty("firstTime").GetDouble() - 0.04) > 20);
    }

    [Fact]
    public async Task Too_much_doubt_has_an_exit_code_of_its_own_and_the_page_is_written()
    {
        var page = broken.At("b.html");
        string[] quick = ["check", broken.Clip, "--size", "128", "--progress", "none"];
        var refused = await BrokenClip.RunAsync([.. quick, "--fail-above", "0.1", "--report", page]);
        var allowed = await BrokenClip.RunAsync([.. quick, "--fail-above", "1"]);

        Assert.Equal((ExitCode.Doubtful, ExitCode.Success), (refused.Code, allowed.Code));
        Assert.Matches(@"\Au2video: .*it's\.mp4: the doubt reaches [01]\.\d{3}, above --fail-above 0\.1\.\n\z", refused.Error);
        Assert.Equal("", allowed.Error);
        Assert.True(File.Exists(page));
    }

    [Fact]
    public async Task A_clip_without_doubt_says_so()
    {
        var clip = broken.At("nobody.mkv");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "color=gray:s=96x96:r=5:d=1", clip);
        var run = await BrokenClip.RunAsync("check", clip, "--size", "64", "--report", broken.At("c.html"));

        Assert.Equal(0, run.Code);
        Assert.Equal($"{clip}: 5 frames, mean doubt 0.032, largest 0.032; no doubtful moment\n", run.Output);
        AssertPage(broken.At("c.html"), moments: 0);
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "missing.mp4: no such file.", "missing.mp4")]
    [InlineData(ExitCode.WrongUsage, "-: check reads its input twice; save it to a file first.", "-")]
    [InlineData(ExitCode.WrongUsage, ".: check reads one clip; make a clip of the pictures first, or give a file.", ".")]
    [InlineData(ExitCode.WrongUsage, "--fail-above 2: give a number from 0 to 1. See u2video check --help.", "x", "--fail-above", "2")]
    [InlineData(
        ExitCode.WrongUsage, "--batch auto: check has no trial of batches; give a number, or leave it out.", "x", "--batch", "auto")]
    public async Task Bad_input_is_one_line(int code, string line, params string[] arguments)
    {
        var run = await BrokenClip.RunAsync(["check", .. arguments]);

        Assert.Equal((code, "", $"u2video: {line}\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task Files_in_the_way_are_refused_before_any_work()
    {
        var file = broken.At("taken");
        await File.WriteAllTextAsync(file, "not a matte", TestContext.Current.CancellationToken);
        var report = await BrokenClip.RunAsync("check", broken.Clip, "--report", file);
        var matte = await BrokenClip.RunAsync("check", broken.Clip, "--matte", file);

        Assert.Equal(
            (ExitCode.Failed, $"u2video: {file}: exists already; give another name, or --overwrite to replace it.\n"),
            (report.Code, report.Error));
        Assert.Equal(ExitCode.BadInput, matte.Code);
        Assert.Single(matte.Error.TrimEnd().Split('\n'));
        Assert.Equal("not a matte", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    // HTML that is XML as well, so that a parser can tell whether it is well-formed.
    private static void AssertPage(string path, int moments)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var page = XDocument.Load(reader);
        var pictures = page.Descendants("img").Select(picture => picture.Attribute("src")!.Value).ToArray();

        Assert.Equal(moments, pictures.Length);
        Assert.All(pictures, picture =>
        {
            const string Beginning = "data:image/jpeg;base64,";
            Assert.StartsWith(Beginning, picture, StringComparison.Ordinal);
            using var decoded = Cv2.ImDecode(Convert.FromBase64String(picture[Beginning.Length..]), ImreadModes.Color);
            Assert.Equal((484, 240), (decoded.Cols, decoded.Rows));
        });
        Assert.Equal(NoWords, page.Descendants().Attributes("href").Select(link => link.Value).Where(link => link[0] != '#'));
        Assert.DoesNotContain("://", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Empty(page.Descendants("script"));
    }

    // The mean of the cut-out's alpha, in levels of eight bits.
    private async Task<double> OpacityAsync(double from)
    {
        var file = broken.At("frame.png");
        var time = from.ToString("0.000", CultureInfo.InvariantCulture);
        var run = await BrokenClip.RunAsync(
            broken.Clip, "--from", time, "--max-frames", "1", "--matte", broken.At("in.matte"), "--cutout", file, "--overwrite");
        Assert.Equal(0, run.Code);
        using var picture = Cv2.ImRead(file, ImreadModes.Unchanged);
        return picture.Mean().Val3;
    }
}
