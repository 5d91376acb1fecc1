using OpenCvSharp;

namespace U2Video.Cli.Tests.Fixing;

/// <summary><c>--fix</c> and <c>--frame</c> as users give them.</summary>
public sealed class FixOptionTests(HeldBox held) : IClassFixture<HeldBox>
{
    private static readonly string[] Learning = ["--fix-time", "8", "--seed", "3"];

    [Fact]
    public async Task A_corrected_frame_is_used_as_it_is_and_the_model_finds_its_thing_in_the_others()
    {
        HeldBox.Home = held.At("home1");
        var mask = await held.PaintAsync(HeldBox.Corrected, "painted.png");
        await HeldBox.RunAsync(held.Clip, "--mask", held.At("before") + "/");
        string[] fix = [held.Clip, "--fix", $"{HeldBox.Corrected}={mask}", .. Learning];

        var first = await HeldBox.RunAsync([.. fix, "--mask", held.At("after") + "/", "--save-model", held.At("mine.safetensors"),
            "--progress", "json"]);
        var second = await HeldBox.RunAsync([.. fix, "--mask", held.At("again") + "/", "--progress", "plain"]);
        var other = await HeldBox.RunAsync(
            held.Clip, "--model", held.At("mine.safetensors"), "--smooth", "off", "--mask", held.At("other") + "/");

        Assert.Equal((0, 0, 0), (first.Code, second.Code, other.Code));
        Assert.Contains("\"phase\":\"learn\",\"step\":1,", first.Error, StringComparison.Ordinal);
        Assert.Contains("learned by an earlier run", second.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(HeldBox.Learned.Single()), await File.ReadAllBytesAsync(held.At("mine.safetensors"), Token));
        AssertSame(mask, Path.Combine(held.At("after"), $"{HeldBox.Corrected + 1:D6}.png"));
        int[] others = [.. Enumerable.Range(0, HeldBox.Frames).Where(i => i != HeldBox.Corrected)];
        Assert.All(others, i => AssertSame(
            Path.Combine(held.At("after"), $"{i + 1:D6}.png"), Path.Combine(held.At("again"), $"{i + 1:D6}.png")));
        var (before, after, without) = (Mean("before"), Mean("after"), Mean("other"));
        Assert.True(after > before + 0.3 && without > before + 0.3, $"{before:F2} → {after:F2}, and {without:F2} without the mask");

        double Mean(string folder) => others.Average(i => held.BoxOf(folder, i));
    }

    [Theory]
    [InlineData("3=small.png", 3, "has 96×96 pixels, and the frames have 192×192; paint it at the frame's size.")]
    [InlineData("3=black.png", 3, "has no subject, because no pixel of it is at least half white or opaque; paint one.")]
    [InlineData("3=colors.png", 3, "has colors and no transparency; a mask is gray, or has the subject in its alpha.")]
    [InlineData("3=none.png", 3, "no such file.")]
    [InlineData("3=in.mkv", 3, "cannot be read as a picture; it is damaged or something else.")]
    [InlineData("8=white.png", 3, "which has 8 frames, from 0 to 7; the last one is shown at 0.28 s.")]
    [InlineData("0:00.3=white.png", 3, "which has 8 frames, from 0 to 7; the last one is shown at 0.28 s.")]
    [InlineData("soon=white.png", 2, "give the number of a frame, counted from 0, or a time like 12.5 or 1:02.")]
    [InlineData("white.png", 2, "give a frame and the picture of its mask, like 120=mask.png or 0:04.8=mask.png.")]
    public async Task A_mask_that_cannot_be_used_is_refused_before_any_work(string fix, int code, string message)
    {
        HeldBox.Home = held.At("refused");
        WritePictures();
        var named = fix.Split('=') is [var key, var name] ? $"{key}={held.At(name)}" : fix;

        var run = await HeldBox.RunAsync(held.Clip, "--fix", named, "--mask", held.At("refused.mkv"));

        Assert.Equal(code, run.Code);
        Assert.StartsWith("u2video: --fix ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(message, run.Error.Trim(), StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Empty(HeldBox.Learned);
        Assert.False(File.Exists(held.At("refused.mkv")));
    }

    [Fact]
    public async Task A_kept_model_that_is_damaged_is_learned_again()
    {
        HeldBox.Home = held.At("damaged");
        WritePictures();
        string[] fix = [held.Clip, "--fix", $"3={held.At("white.png")}", "--fix-time", "1", "--seed", "1", "--overwrite",
            "--mask", held.At("damaged.mkv"), "--progress", "plain"];
        Assert.Equal(0, (await HeldBox.RunAsync(fix)).Code);
        await File.WriteAllTextAsync(HeldBox.Learned.Single(), "half", Token);

        var run = await HeldBox.RunAsync(fix);

        Assert.Equal(0, run.Code);
        Assert.Contains("learned in ", run.Error, StringComparison.Ordinal);
        Assert.True(new FileInfo(HeldBox.Learned.Single()).Length > 1_000_000);
    }

    [Fact]
    public async Task The_learned_model_goes_into_a_named_pipe()
    {
        HeldBox.Home = held.At("piped");
        WritePictures();
        var pipe = held.At("pipe.safetensors");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(Token);
        }

        var reading = Task.Run(() => File.ReadAllBytes(pipe), Token);
        var run = await HeldBox.RunAsync(
            held.Clip, "--fix", $"3={held.At("white.png")}", "--fix-time", "1", "--seed", "1", "--mask", held.At("piped.mkv"),
            "--save-model", pipe);

        Assert.Equal((0, ""), (run.Code, run.Error));
        var learned = await File.ReadAllBytesAsync(HeldBox.Learned.Single(), Token);
        Assert.Equal(learned, await reading.WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    [Theory]
    [InlineData("in.avi", 3)]
    [InlineData("in.mov", 0)]
    public async Task A_frame_is_shown_only_where_it_is_found_exactly(string name, int code)
    {
        CommandLineTests.Ffmpeg("-y", "-i", held.Clip, "-c:v", "mpeg4", "-bf", "2", held.At(name));

        var run = await HeldBox.RunAsync(held.At(name), "--frame", "4", "--mask", held.At(name + ".png"));

        Assert.Equal((code, code == 0), (run.Code, File.Exists(held.At(name + ".png"))));
        Assert.Equal(code != 0, run.Error.Contains("no frame is found exactly by its time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_masks_for_a_frame_are_refused()
    {
        WritePictures();

        var run = await HeldBox.RunAsync(
            held.Clip, "--fix", $"3={held.At("white.png")}", "--fix", $"0.12={held.At("white.png")}", "--mask", held.At("refused.mkv"));

        Assert.Equal(
            (2, $"u2video: --fix 3={held.At("white.png")} and --fix 0.12={held.At("white.png")}: are both for frame 3; give one mask for a "
                + "frame."),
            (run.Code, run.Error.Trim()));
    }

    [Theory]
    [InlineData("--seed", "1", "--seed: is for --fix; give a mask to learn from, or leave it out.")]
    [InlineData("--save-model", "x.pth", "--save-model: is for --fix; give a mask to learn from, or leave it out.")]
    [InlineData("--frame", "8", "--frame 8: is beyond the end of {0}, which has 8 frames, from 0 to 7; the last one is shown at 0.28 s.")]
    [InlineData("--fix", "3=x.png --part 1/2", "--fix: every part would learn by itself; make the model with --save-model first, and the "
        + "parts with --model.")]
    [InlineData("--frame", "3 --to 1", "--frame 3: is one frame; leave out --from, --to and --max-frames.")]
    public async Task Options_that_do_not_go_together_are_refused(string option, string values, string message)
    {
        var run = await HeldBox.RunAsync([held.Clip, "--mask", held.At("refused.mkv"), option, .. values.Split(' ')]);

        Assert.Equal("u2video: " + message.Replace("{0}", held.Clip, StringComparison.Ordinal), run.Error.Trim());
        Assert.Equal(option == "--frame" && values == "8" ? 3 : 2, run.Code);
    }

    [Fact]
    public async Task A_folder_refuses_what_only_learning_needs()
    {
        WritePictures();

        var run = await HeldBox.RunAsync(held.Folder, "--mask", held.At("masks/"), "--seed", "1");

        Assert.Equal((2, "u2video: --seed: is for --fix; give a mask to learn from, or leave it out."), (run.Code, run.Error.Trim()));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void WritePictures()
    {
        Write("small.png", 96, MatType.CV_8UC1, Scalar.White);
        Write("black.png", HeldBox.Side, MatType.CV_8UC1, Scalar.Black);
        Write("white.png", HeldBox.Side, MatType.CV_8UC1, Scalar.White);
        Write("colors.png", HeldBox.Side, MatType.CV_8UC3, new Scalar(200, 100, 20));

        void Write(string name, int side, MatType type, Scalar color)
        {
            using var picture = new Mat(side, side, type, color);
            Cv2.ImWrite(held.At(name), picture);
        }
    }

    private static void AssertSame(string expected, string found)
    {
        using var one = Cv2.ImRead(expected, ImreadModes.Grayscale);
        using var other = Cv2.ImRead(found, ImreadModes.Grayscale);
        Assert.Equal(one.Size(), other.Size());
        Assert.Equal(0, Cv2.Norm(one, other, NormTypes.INF));
    }
}
