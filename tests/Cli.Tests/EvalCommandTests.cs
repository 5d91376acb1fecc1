using System.Text.Json;
using OpenCvSharp;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary><c>u2video eval</c> on a data set of three pairs.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _csv;
    private readonly string _json;
    private readonly string _worst;

    public EvalCommandTests()
    {
        (_csv, _json, _worst) = (Path.Combine(_folder, "e.csv"), Path.Combine(_folder, "e.json"), Path.Combine(_folder, "e.png"));
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        Directory.CreateDirectory(Path.Combine(_folder, "masks"));
        foreach (var name in new[] { "1", "2", "3, with a comma" })
        {
            using var mask = new Mat(40, 60, MatType.CV_8UC1, Scalar.Black);
            Cv2.Circle(mask, new Point(30, 20), 15, Scalar.White, thickness: -1);
            Cv2.ImWrite(Path.Combine(_folder, "images", $"{name}.png"), mask);
            Cv2.ImWrite(Path.Combine(_folder, "masks", $"{name}.png"), mask);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Figures_go_to_stdout_and_files_appear()
    {
        var run = await EvalAsync("--all", "--csv", _csv, "--json", _json, "--worst", _worst, "--worst-count", "2");

        Assert.Equal(0, run.Code);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^DATA +PAIRS +IOU +MAE +MAX F +ADAPTIVE F +S-MEASURE +BOUNDARY F$", lines[0]);
        Assert.Matches(@"^/.+ +3( +[01]\.\d{4}){6}$", lines[1]);
        Assert.Contains("3 pairs in ", run.Error, StringComparison.Ordinal);

        Assert.Equal(4, (await File.ReadAllLinesAsync(_csv)).Length);
        Assert.Contains(",\"3, with a comma\",60,40,", await File.ReadAllTextAsync(_csv), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_json));
        Assert.Equal(
            ("portrait-lite", "64"), (json.RootElement.GetProperty("model").GetString(), json.RootElement.GetProperty("size").GetString()));
        using var sheet = Cv2.ImRead(_worst);
        Assert.Equal((1248, 12 + 60 + (2 * (24 + 160 + 12)) + 6), (sheet.Cols, sheet.Rows));
        Assert.Empty(Directory.GetFiles(_folder, ".*"));
    }

    [Fact]
    public async Task Pairs_that_cannot_be_used_are_told_with_what_can_be_done_here()
    {
        File.Delete(Path.Combine(_folder, "masks", "1.png"));

        var run = await EvalAsync();

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.StartsWith("u2video: 1 pair cannot be used; the first: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" Mend them, or move them out of the data set.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--skip-bad", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_into_one_stream_are_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This needs a named pipe.");
        var (pipe, link) = (Path.Combine(_folder, "pipe"), Path.Combine(_folder, "link"));
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(link, pipe);

        var run = await EvalAsync("--all", "--csv", pipe, "--json", link);

        Assert.Equal((2, $"u2video: {link}: is named for two outputs; give each a name of its own.\n"), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("ones")]
    [InlineData("cut-outs")]
    [InlineData("sixteen bits")]
    public async Task Masks_of_another_kind_give_the_same_figures(string kind)
    {
        var white = await EvalAsync("--all");
        foreach (var path in Directory.GetFiles(Path.Combine(_folder, "masks")))
        {
            using var mask = Cv2.ImRead(path, ImreadModes.Grayscale);
            using var other = new Mat();
            switch (kind)
            {
                case "ones":
                    mask.ConvertTo(other, MatType.CV_8U, 1.0 / 255);
                    break;
                case "sixteen bits":
                    mask.ConvertTo(other, MatType.CV_16U, 257);
                    break;
                default:
                    using (var gray = new Mat(mask.Size(), MatType.CV_8UC1, Scalar.All(90)))
                    {
                        Cv2.Merge([gray, gray, gray, mask], other);
                    }

                    break;
            }

            Cv2.ImWrite(path, other);
        }

        Assert.Equal(white.Output, (await EvalAsync("--all")).Output);
    }

    [Fact]
    public async Task Doubtful_masks_are_refused_until_it_is_said_what_they_mean()
    {
        var path = Path.Combine(_folder, "masks", "1.png");
        using (var mask = Cv2.ImRead(path, ImreadModes.Grayscale))
        {
            mask.SetTo(Scalar.All(1), mask);
            Cv2.ImWrite(path, mask);
        }

        var refused = await EvalAsync("--all");
        var wrong = await EvalAsync("--all", "--mask-values", "person");
        var said = await EvalAsync("--all", "--mask-values", "1,255");

        Assert.Equal((3, ""), (refused.Code, refused.Output));
        Assert.Matches(
            @"^u2video: .*it is not clear what the values of its masks mean: .* Say what they mean: --mask-values .*\.\n$", refused.Error);
        Assert.Equal((2, ""), (wrong.Code, wrong.Output));
        Assert.Equal(0, said.Code);
        Assert.Contains("masks hold labels: 0 in 3 masks, 1 in 1, 255 in 2; 1,255 is subject\n", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_may_have_stdout_for_itself()
    {
        var run = await EvalAsync("--all", "--json", "-", "--data", _folder);

        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetProperty("data_sets").GetArrayLength());
        Assert.Equal(6, json.RootElement.GetProperty("summary").GetProperty("pictures").GetInt32());
        Assert.Matches(@"(?m)^all +6 ", run.Error);
    }

    [Fact]
    public async Task Only_held_out_pairs_are_measured()
    {
        Assert.Matches(@"(?m) 1( +[01]\.\d{4}){6}$", (await EvalAsync("--split", "every:2")).Output);

        var none = await EvalAsync();
        Assert.Equal(3, none.Code);
        Assert.Contains("3 pairs, of which none is held out; use --all", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_is_refused_before_the_work_and_replaced_on_demand()
    {
        await File.WriteAllTextAsync(_json, "old");

        var refused = await EvalAsync("--all", "--csv", _csv, "--json", _json);
        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains(
            "--overwrite", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(_json));
        Assert.False(File.Exists(_csv));
        Assert.Empty(Directory.GetFiles(_folder, ".*"));

        Assert.Equal(0, (await EvalAsync("--all", "--json", _json, "--overwrite")).Code);
        Assert.NotEqual("old", await File.ReadAllTextAsync(_json));
    }

    [Theory]
    [InlineData("--worst", "e.jpg")]
    [InlineData("--worst-count", "0")]
    [InlineData("--worst-count", "101")]
    [InlineData("--size", "7")]
    public async Task Wrong_usage_ends_with_2(string option, string value)
    {
        var run = await ProgramRun.StartAsync(ModelRegistry.Default, "eval", "--data", _folder, option, value);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_outputs_need_two_names()
    {
        var run = await EvalAsync("--all", "--csv", _csv, "--json", _csv);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.False(File.Exists(_csv));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_leaves_no_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "images", "2.png"), "no picture");

        var run = await EvalAsync("--all", "--csv", _csv);

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.Contains("2.png", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_csv));
        Assert.Empty(Directory.GetFiles(_folder, ".*"));
    }

    private Task<ProgramRun> EvalAsync(params string[] arguments) =>
        ProgramRun.StartAsync(ModelRegistry.Default, ["eval", "--data", _folder, "--size", "64", .. arguments]);
}
