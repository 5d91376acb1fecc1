using System.Diagnostics;
using System.Text.Json;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

public sealed class BenchCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;

    public BenchCommandTests()
    {
        _clip = Path.Combine(_folder, "clip.mp4");
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=192x64:r=5:d=2", _clip]);
        ffmpeg.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clip_and_the_network_are_measured_and_nothing_is_left()
    {
        var before = Leftovers();
        var run = await RunAsync(_clip, "--size", "64x32,32", "--max-frames", "7");

        Assert.Equal(0, run.Code);
        Assert.Contains("processors", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^64x32 +1 +\d+\.\d +\d+\.\d\r?$", run.Output);
        Assert.Matches(@"(?m)^32 +4 +\d+\.\d +\d+\.\d\r?$", run.Output);
        Assert.Matches(@"clip\.mp4: 7 frames at 64x32 in \d+\.\d s, \d+\.\d fps", run.Output);
        Assert.Matches("(?m)^(decode|resize|predict|smooth|matte|composite|encode) bounds the speed$", run.Output);
        Assert.Equal(before, Leftovers());
        Assert.Equal([_clip], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Programs_get_json_and_nothing_else()
    {
        var run = await RunAsync(_clip, "--size", "auto", "--model", TinyModel(), "--threads", "1", "--device", "cpu", "--json");

        Assert.Equal(0, run.Code);
        var report = JsonDocument.Parse(run.Output).RootElement;
        var machine = report.GetProperty("machine");
        Assert.Equal("cpu", machine.GetProperty("device").GetString());
        Assert.Equal(1, machine.GetProperty("threads").GetInt32());
        Assert.Equal("fp32", machine.GetProperty("precision").GetString());
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("processors").GetInt32());
        Assert.NotEqual("", machine.GetProperty("cpu").GetString());

        var network = report.GetProperty("network").EnumerateArray().ToArray();
        Assert.Equal([1, 4], network.Select(one => one.GetProperty("batch").GetInt32()));
        Assert.All(network, one =>
        {
            Assert.Equal("96x32", one.GetProperty("size").GetString());
            Assert.InRange(one.GetProperty("pictures_per_second").GetDouble() * one.GetProperty("milliseconds").GetDouble(), 980, 1020);
        });

        var clip = report.GetProperty("clip");
        Assert.Equal((10, "96x32"), (clip.GetProperty("frames").GetInt32(), clip.GetProperty("size").GetString()));
        Assert.InRange(clip.GetProperty("busy").GetProperty(clip.GetProperty("bound_by").GetString()!).GetDouble(), 0, 1.5);
        Assert.InRange(clip.GetProperty("first_frame_seconds").GetDouble(), 0.001, 600);
        Assert.InRange(clip.GetProperty("peak_megabytes").GetDouble(), 10, 100_000);
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "nothing.mp4", "--size", "64")]
    [InlineData(ExitCode.WrongUsage, "CLIP", "--size", "64,wide")]
    [InlineData(ExitCode.WrongUsage, "CLIP", "--size", "7")]
    [InlineData(ExitCode.WrongUsage, "CLIP", "--frames", "0")]
    [InlineData(ExitCode.WrongUsage, "CLIP", "--device", "toaster")]
    [InlineData(ExitCode.Model, "CLIP", "--model", "nobody.pth")]
    public async Task What_cannot_be_measured_is_told_in_one_line(int code, params string[] arguments)
    {
        var run = await RunAsync([.. arguments.Select(argument => argument == "CLIP" ? _clip : argument)]);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    // The size auto has as many pixels as the model's own square.
    private string TinyModel()
    {
        var path = Path.Combine(_folder, "tiny.safetensors");
        using var model = U2NetModel.LoadEmbedded(new ModelOverrides { InputSize = 64 });
        model.Save(path);
        return path;
    }

    private static string[] Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "u2video-bench-*");

    private static Task<ProgramRun> RunAsync(params string[] arguments) =>
        ProgramRun.StartAsync(ModelRegistry.Default, ["bench", .. arguments]);
}
