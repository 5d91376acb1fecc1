using System.Diagnostics;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>What a user sees of mistakes: one clear line on stderr, the documented code, no output file.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;
    private readonly string _out;

    public CommandLineTests()
    {
        _clip = Path.Combine(_folder, "clip.gif");
        _out = Path.Combine(_folder, "out.gif");
        Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", _clip);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clip_becomes_a_combined_clip()
    {
        var run = await RunAsync(_clip, "--combined", _out, "--size", "64");

        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("5 frames", run.Error, StringComparison.Ordinal);
        Assert.True(new FileInfo(_out).Length > 0);
    }

    [Fact]
    public async Task Version_and_help_go_to_stdout()
    {
        var version = await RunAsync("--version");
        var help = await RunAsync("--help");

        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
        Assert.Contains("u2video in.mp4 --combined out.gif", help.Output, StringComparison.Ordinal);
        Assert.Equal(("", ""), (version.Error, help.Error));
    }

    [Fact]
    public async Task Doctor_names_what_is_used()
    {
        var run = await RunAsync("doctor");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["ffmpeg", "libtorch", "opencv", "devices", "threads", "model"],
            name => Assert.Contains(name, run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("NOT USABLE", run.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string[]> WrongUsage => new(
        [],
        ["IN"],
        ["IN", "--combined"],
        ["IN", "--combined", "OUT", "--bogus"],
        ["IN", "--combined", "OUT", "--panels", "original,nothing"],
        ["IN", "--combined", "OUT", "--panels", "1"],
        ["IN", "--combined", "OUT", "--smooth", "magic"],
        ["IN", "--combined", "OUT", "--smooth", "ema:2"],
        ["IN", "--combined", "OUT", "--smooth", "lookahead:0"],
        ["IN", "--combined", "OUT", "--smooth", "lookahead:17"],
        ["IN", "--combined", "OUT", "--smooth", "off:1"],
        ["IN", "--combined", "OUT", "--normalize", "softmax"],
        ["IN", "--combined", "OUT", "--reuse", "-1"],
        ["IN", "--combined", "OUT", "--reuse", "many"],
        ["IN", "--combined", "OUT", "--batch", "0"],
        ["IN", "--combined", "OUT", "--batch", "many"],
        ["IN", "--combined", "OUT", "--size", "7"],
        ["IN", "--combined", "OUT", "--device", "toaster"],
        ["IN", "--combined", "out.xyz"],
        ["IN", "--combined", "IN"],
        ["IN", "--combined", "OUT", "--loop", "0"],
        ["IN", "--combined", "OUT", "--loop", "twice"],
        ["IN", "--combined", "OUT", "--loop", "65536"],
        ["IN", "--combined", "out.mp4", "--loop", "once"],
        ["IN", "--combined", "OUT", "--stream", "-1"],
        ["IN", "--combined", "OUT", "--stream", "first"],
        ["train", "--data", "FOLDER", "--out", "m.safetensors", "--size", "33"]);

    [Theory]
    [MemberData(nameof(WrongUsage))]
    public async Task Wrong_usage_ends_with_2(string[] arguments) => AssertFails(2, await RunAsync(Fill(arguments)));

    [Fact]
    public async Task A_stream_that_is_not_there_ends_with_3() =>
        AssertFails(3, await RunAsync(_clip, "--combined", _out, "--stream", "3"), "has no video stream 3; there is 0 (gif, 64×48)");

    [Theory]
    [InlineData("once", 0)]
    [InlineData("forever", 1)]
    [InlineData("3", 1)]
    public async Task A_gif_is_played_as_often_as_is_asked_for(string loop, int extensions)
    {
        Assert.Equal(0, (await RunAsync(_clip, "--combined", _out, "--size", "64", "--loop", loop)).Code);

        var bytes = await File.ReadAllBytesAsync(_out);
        var at = bytes.AsSpan().IndexOf("NETSCAPE2.0"u8);
        Assert.Equal(extensions, at < 0 ? 0 : 1);
        if (loop == "3")
        {
            Assert.Equal([2, 0], bytes[(at + 13)..(at + 15)]);
        }
    }

    [Fact]
    public async Task A_missing_file_ends_with_3() =>
        AssertFails(3, await RunAsync(Path.Combine(_folder, "nothing.mp4"), "--combined", _out), "nothing.mp4");

    [Fact]
    public async Task A_folder_without_pictures_ends_with_3()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;

        AssertFails(3, await RunAsync(empty, "--combined", _out), empty);
    }

    [Fact]
    public async Task A_folder_into_one_file_ends_with_2() => AssertFails(2, await RunAsync(_folder, "--combined", _out), _out);

    [Theory]
    [InlineData("text.txt", "This is no video.")]
    [InlineData("text.mp4", "This is no video.")]
    [InlineData("empty.mp4", "")]
    public async Task A_file_that_is_no_video_ends_with_3(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, content);

        AssertFails(3, await RunAsync(path, "--combined", _out), name);
    }

    [Fact]
    public async Task Sound_alone_ends_with_3()
    {
        var path = Path.Combine(_folder, "sound.mp4");
        Ffmpeg("-f", "lavfi", "-i", "sine=d=1", path);

        AssertFails(3, await RunAsync(path, "--combined", _out), "only sound");
    }

    [Fact]
    public async Task A_truncated_video_ends_with_3()
    {
        var whole = Path.Combine(_folder, "whole.mp4");
        var half = Path.Combine(_folder, "half.mp4");
        Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", whole);
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)]);

        AssertFails(3, await RunAsync(half, "--combined", _out), "half.mp4");
    }

    [Fact]
    public async Task A_model_that_would_run_code_ends_with_4_and_runs_nothing()
    {
        var proof = Path.Combine(_folder, "proof");
        var model = Path.Combine(_folder, "evil.pth");
        EvilCheckpoint.Write(model, $"touch {proof}");

        AssertFails(4, await RunAsync(_clip, "--combined", _out, "--model", model), "system");
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public async Task A_truncated_model_ends_with_4()
    {
        var model = Path.Combine(_folder, "half.pth");
        var bytes = await File.ReadAllBytesAsync(Fixtures.Unpack("official_u2netp.pth"));
        await File.WriteAllBytesAsync(model, bytes[..(bytes.Length / 2)]);

        AssertFails(4, await RunAsync(_clip, "--combined", _out, "--model", model), "half.pth");
    }

    [Theory]
    [InlineData("nothing.pth")]
    [InlineData("clip.gif")]
    public async Task A_model_that_is_missing_or_none_ends_with_4(string name) =>
        AssertFails(4, await RunAsync(_clip, "--combined", _out, "--model", Path.Combine(_folder, name)), name);

    [Fact]
    public async Task Cuda_on_a_machine_without_ends_with_5()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "This machine has CUDA devices.");

        AssertFails(5, await RunAsync(_clip, "--combined", _out, "--device", "cuda"), "cuda");
    }

    [Fact]
    public async Task An_output_in_no_folder_ends_with_1() =>
        AssertFails(1, await RunAsync(_clip, "--combined", Path.Combine(_folder, "no", "out.gif")), "folder");

    [Fact]
    public async Task An_output_that_cannot_be_written_ends_with_1()
    {
        // Not a permission, which root would pass over: the kernel allows no new files there.
        AssertFails(1, await RunAsync(_clip, "--combined", "/proc/out.gif"), "/proc/out.gif");
    }

    [Fact]
    public async Task An_existing_output_is_replaced_only_on_demand()
    {
        await File.WriteAllTextAsync(_out, "old");

        var refused = await RunAsync(_clip, "--combined", _out, "--size", "64");
        Assert.Equal(1, refused.Code);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(_out));

        var replaced = await RunAsync(_clip, "--combined", _out, "--size", "64", "--overwrite");
        Assert.Equal(0, replaced.Code);
        Assert.NotEqual("old", await File.ReadAllTextAsync(_out));
    }

    [Fact]
    public async Task Verbose_shows_where()
    {
        var run = await RunAsync(Path.Combine(_folder, "nothing.mp4"), "--combined", _out, "--verbose");

        Assert.Equal(3, run.Code);
        Assert.Contains("   at U2Video.", run.Error, StringComparison.Ordinal);
    }

    private void AssertFails(int code, Run run, string mentions = "")
    {
        Assert.Equal(code, run.Code);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("u2video: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(mentions, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_out));
        Assert.Empty(Directory.GetFiles(_folder, ".*"));
    }

    private string[] Fill(string[] arguments) => [.. arguments.Select(argument => argument switch
    {
        "IN" => _clip,
        "OUT" => _out,
        "FOLDER" => _folder,
        _ => argument,
    })];

    private static async Task<Run> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new CommandLine(output, error).RunAsync(arguments);
        return new Run(code, output.ToString(), error.ToString());
    }

    internal static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-y", "-nostdin", "-loglevel", "error", .. arguments]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private sealed record Run(int Code, string Output, string Error);
}
