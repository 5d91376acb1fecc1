using OpenCvSharp;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary><c>u2video train</c> as a user sees it, on a small data set.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private static readonly string[] Quick =
    [
        "--size", "32", "--batch", "4", "--epochs", "1", "--crop", "whole", "--new-backgrounds", "0", "--scenes", "0", "--split", "every:5",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _data;
    private readonly string _out;

    public TrainCommandTests()
    {
        _data = Path.Combine(_folder, "data");
        _out = Path.Combine(_folder, "mine.safetensors");
        WriteData(_data, "images", "masks", "png");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_leaves_checkpoints_tables_plots_and_a_page()
    {
        var run = await TrainAsync();

        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("8 pairs to train on, 2 to validate", run.Error, StringComparison.Ordinal);
        Assert.Contains("optimizer       adam", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_out));
        Assert.Equal(
            [
                "last.safetensors", "metrics.csv", "report.html", "result.png", "steps.csv", "tensorboard", "train_loss.png",
                "valid_loss.png",
            ],
            Directory.GetFileSystemEntries(Path.Combine(_folder, "mine")).Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal));

        var again = await TrainAsync();
        Assert.Equal(1, again.Code);
        Assert.Contains("--resume", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_data_nothing_else_is_said()
    {
        var run = await RunAsync("train", "--out", _out);

        Assert.Equal(
            (2, "", "u2video: --data: give at least one folder with pictures and masks.\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task A_run_is_continued()
    {
        await TrainAsync("--schedule", "constant");

        var more = await TrainAsync("--schedule", "constant", "--epochs", "3", "--resume");

        Assert.Equal(0, more.Code);
        Assert.Equal(
            ["1", "2", "3"], File.ReadLines(Path.Combine(_folder, "mine", "metrics.csv")).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("matting-human", "img", "mask", "jpg")]
    [InlineData("celeba-mask", "CelebA-img", "CelebA-mask", "jpg")]
    public async Task The_seed_s_recipes_go_from_data_to_a_clip(string recipe, string images, string masks, string extension)
    {
        var data = Path.Combine(_folder, "seed");
        WriteData(data, images, masks, extension);
        var clip = Path.Combine(_folder, "clip.gif");
        MakeClip(clip);

        // The recipe's own network is large; the small one goes the same way in a tenth of the time.
        var trained = await RunAsync(
            "train", "--data", data, "--recipe", recipe, "--out", _out, "--variant", "lite", "--size", "32", "--epochs", "1",
            "--batch", "4", "--split", "every:5");
        var measured = await RunAsync("eval", "--data", data, "--model", _out, "--split", "every:5");
        var used = await RunAsync(clip, "--model", _out, "--combined", Path.Combine(_folder, "out.gif"));

        Assert.Equal((0, 0, 0), (trained.Code, measured.Code, used.Code));
        var inspected = await RunAsync("models", "inspect", _out);
        Assert.Contains("u2netp, kimjy99 wiring", inspected.Output, StringComparison.Ordinal);
        Assert.Contains("bgr, divided by 255", inspected.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("matting-human", "lr              0.0001", "schedule        halve:8", "split           counts:30984/2941/500")]
    [InlineData("celeba-mask", "lr              0.001", "schedule        constant", "split           counts:27000/2500/500")]
    public async Task A_dry_run_prints_the_settings(string recipe, params string[] lines)
    {
        var run = await RunAsync("train", "--recipe", recipe, "--dry-run");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(lines, line => Assert.Contains(line, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_pairs_are_listed_and_can_be_skipped()
    {
        File.Delete(Path.Combine(_data, "masks", "3.png"));
        await File.WriteAllTextAsync(Path.Combine(_data, "images", "7.png"), "no picture");

        var refused = await TrainAsync();
        var skipped = await TrainAsync("--skip-bad");

        Assert.Equal(3, refused.Code);
        Assert.Equal(2, refused.Error.Split('\n').Count(line => line.StartsWith("bad: ", StringComparison.Ordinal)));
        Assert.StartsWith("u2video: 2 pairs cannot be used", refused.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(0, skipped.Code);
    }

    [Fact]
    public async Task Labels_are_reported_and_scenes_without_people_are_trained_on_if_allowed()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(_data, "masks")))
        {
            using var mask = Cv2.ImRead(path, ImreadModes.Grayscale);
            mask.SetTo(Scalar.All(path.EndsWith("/4.png", StringComparison.Ordinal) ? 0 : 1), mask);
            Cv2.ImWrite(path, mask);
        }

        var refused = await TrainAsync();
        var allowed = await TrainAsync("--allow-empty");

        Assert.Equal(3, refused.Code);
        Assert.Contains(
            "4.png: shows no subject; its labels are 0. --allow-empty takes such masks.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, allowed.Code);
        Assert.Contains("masks hold labels: 0 in 10 masks, 1 in 9; all above 0 is subject\n", allowed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_makes_masks_for_pictures_without_any()
    {
        var pictures = Path.Combine(_folder, "pictures");
        Directory.CreateDirectory(pictures);
        Directory.Move(Path.Combine(_data, "images"), Path.Combine(pictures, "images"));
        WriteData(_data, "images", "masks", "png");

        var alone = await TrainAsync("--data", pictures);
        var taught = await TrainAsync("--data", pictures, "--teacher", "portrait-lite", "--epochs", "1");

        Assert.Equal(2, alone.Code);
        Assert.Contains("--teacher", alone.Error, StringComparison.Ordinal);
        Assert.Equal(0, taught.Code);
        var masks = Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "mine", "teacher"), "pictures-*"));
        Assert.Equal(10, Directory.GetFiles(masks, "*.png").Length);
        Assert.Equal(4, File.ReadLines(Path.Combine(_folder, "mine", "steps.csv")).Skip(1).Count());
    }

    [Fact]
    public async Task A_fine_tune_measures_its_start()
    {
        var start = Path.Combine(_folder, "start.safetensors");
        Assert.Equal(0, (await RunAsync("models", "convert", "portrait-lite", start)).Code);

        var run = await TrainAsync(
            "--start", start, "--activations", "bf16", "--ema", "0.9", "--loss", "bce,iou:0.5", "--temporal", "0.5",
            "--schedule", "cosine:0.5");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"start: held-out loss \d+\.\d{3}, IoU \d\.\d{4}", run.Error);
    }

    public static TheoryData<int, string[]> Failures => new()
    {
        { 2, ["--recipe", "nothing"] },
        { 2, ["--size", "33"] },
        { 2, ["--smallest-size", "64"] },
        { 2, ["--crop", "half"] },
        { 2, ["--schedule", "cosine:x"] },
        { 2, ["--loss", "bce,dice"] },
        { 2, ["--ema", "1"] },
        { 2, ["--schedule", "cosine:NaN"] },
        { 2, ["--teacher", "portrait-lite"] },
        { 2, ["--activations", "fp8"] },
        { 2, ["--start", "portrait-lite"] },
        { 2, ["--loss-weights", "1,2"] },
        { 2, ["--split", "every:one"] },
        { 2, ["--out", "model.bin"] },
        { 3, ["--batch", "12"] },
        { 4, ["--start", "nothing.pth"] },
        { 1, ["--resume"] },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failures_end_with_one_line_and_the_documented_code(int code, string[] arguments)
    {
        var run = await TrainAsync(arguments);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("u2video: ", run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(_out));
    }

    [Fact]
    public async Task Old_spellings_are_accepted()
    {
        var run = await TrainAsync("--from", "nothing.pth", "--background", "0.5", "--precision", "fp16", "--wiring", "seed");

        Assert.Equal(4, run.Code);
        Assert.Contains("nothing.pth", run.Error, StringComparison.Ordinal);
        Assert.Matches("new-backgrounds +0.5\n", run.Error);
    }

    [Fact]
    public async Task Data_are_required_to_train() => Assert.Equal(2, (await RunAsync("train", "--out", _out)).Code);

    // Later options win.
    private Task<ProgramRun> TrainAsync(params string[] more)
    {
        var given = more.Where(argument => argument.StartsWith("--", StringComparison.Ordinal))
            .Select(argument => argument == "--background" ? "--new-backgrounds" : argument).ToHashSet();
        var usual = Quick.Chunk(2).Append(["--out", _out]).Where(pair => !given.Contains(pair[0])).SelectMany(pair => pair);
        return RunAsync(["train", "--data", _data, .. usual, .. more]);
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);

    private static void WriteData(string folder, string images, string masks, string extension)
    {
        Directory.CreateDirectory(Path.Combine(folder, images));
        Directory.CreateDirectory(Path.Combine(folder, masks));
        for (var i = 1; i <= 10; i++)
        {
            using var mask = new Mat(48, 48, MatType.CV_8UC1, Scalar.Black);
            Cv2.Circle(mask, new Point(10 + (2 * i), 24), 10, Scalar.White, thickness: -1);
            using var image = new Mat(48, 48, MatType.CV_8UC3, new Scalar(40, 60, 40));
            image.SetTo(new Scalar(30, 60, 220), mask);
            Cv2.ImWrite(Path.Combine(folder, images, $"{i}.{extension}"), image);
            Cv2.ImWrite(Path.Combine(folder, masks, $"{i}.{(masks == "mask" ? "png" : extension)}"), mask);
        }
    }

    private static void MakeClip(string path)
    {
        using var process = System.Diagnostics.Process.Start(
            "ffmpeg", ["-y", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=0.6", path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
