using System.Diagnostics;
using System.Runtime.Versioning;

namespace U2Video.Plugin.Tests;

/// <summary>What goes wrong while hosts run: the host ends as it should, and no process stays.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FaultTests : IDisposable
{
    private const int Interrupted = 255; // ffmpeg's own code

    private static readonly string Filter = $"format=rgba,frei0r=u2video:|{Host.Size}|cpu|mask";

    // The worker looks for clients five times a second, and the machine may be busy.
    private static readonly TimeSpan IdleAndMore = TimeSpan.FromSeconds(Host.IdleSeconds + 20);

    private readonly Host _host = new();

    [Fact]
    public async Task A_killed_worker_costs_some_frames_and_is_started_again()
    {
        Host.Need();
        const int Frames = 40;
        using var host = StartFfmpeg(Frames, "320x240");
        var killed = await WorkerAsync();
        await SeenAsync(host, 3);

        Host.Signal("KILL", killed);

        var run = await Host.EndAsync(host);
        Assert.Equal(0, run.Code);
        Assert.Contains("the worker ended", Assert.Single(run.Complaints), StringComparison.Ordinal);
        Assert.NotEqual(killed, Assert.Single(_host.Workers()));
    }

    [Fact]
    public async Task A_program_that_is_not_there_leaves_the_frames_marked()
    {
        Host.Need();
        using var host = _host.Start(
            "ffmpeg", [("U2VIDEO_PROGRAM", "/nowhere/u2video")], Arguments(5, "320x240", "-f", "rawvideo", "-pix_fmt", "rgba", "-"));

        var run = await Host.EndAsync(host);

        Assert.Equal((0, 5 * 320 * 240 * 4), (run.Code, run.Output.Length));
        Assert.Contains("/nowhere/u2video", Assert.Single(run.Complaints), StringComparison.Ordinal);
        Assert.Equal([255, 0, 255, 255], run.Output[..4]);
    }

    [Fact]
    public async Task A_worker_that_always_breaks_is_started_once_a_second_at_most()
    {
        Host.Need();
        var program = Path.Combine(_host.Folder, "broken");
        await File.WriteAllTextAsync(program, "#!/bin/sh\ndate +%s >> starts\necho 'u2video: broken.' >&2\nexit 1\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var host = _host.Start(
            "ffmpeg", [("U2VIDEO_PROGRAM", program)], ["-re", .. Arguments(20, "320x240", "-f", "null", "-")]);
        var watch = Stopwatch.StartNew();

        var run = await Host.EndAsync(host);

        Assert.Equal(0, run.Code);
        Assert.EndsWith("u2video: broken.", Assert.Single(run.Complaints), StringComparison.Ordinal);
        var starts = await File.ReadAllLinesAsync(Path.Combine(_host.Folder, "starts"));
        Assert.InRange(starts.Length, 2, watch.Elapsed.TotalSeconds + 1);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_and_other_clients_go_on()
    {
        Host.Need();

        var wrong = await _host.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x240:r=5", "-frames:v", "2", "-vf",
            "format=rgba,frei0r=u2video:/nowhere/weights.pth", "-f", "null", "-");
        var right = await _host.RunAsync("ffmpeg", Arguments(2, "320x240", "-f", "null", "-"));

        Assert.Contains("/nowhere/weights.pth", Assert.Single(wrong.Complaints), StringComparison.Ordinal);
        Assert.Equal((0, ""), (right.Code, right.Error));
        Assert.Single(_host.Workers());
    }

    [Fact]
    public async Task After_a_killed_host_the_worker_ends_in_its_time()
    {
        Host.Need();
        using var host = StartFfmpeg(1000, "320x240");
        await WorkerAsync();
        await SeenAsync(host, 1);

        Host.Signal("KILL", host.Id);

        await Host.UntilAsync(() => _host.Workers().Length == 0, IdleAndMore);
        Assert.False(File.Exists(_host.Socket));
    }

    [Fact]
    public async Task Two_hosts_with_four_filters_that_start_at_once_share_one_worker()
    {
        Host.Need();
        var filters = $"{Filter},frei0r=u2video:|{Host.Size}|cpu|mask";
        Process[] hosts =
        [
            .. Enumerable.Range(0, 2).Select(_ => _host.Start(
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x240:r=5", "-frames:v", "4", "-vf", filters, "-f", "null",
                "-")),
        ];

        foreach (var host in hosts)
        {
            var run = await Host.EndAsync(host);
            Assert.Equal((0, ""), (run.Code, run.Error));
        }

        // One that came second ends when it finds the other.
        await Host.UntilAsync(() => _host.Workers().Length <= 1, IdleAndMore);
    }

    [Fact]
    public async Task An_interrupt_ends_ffmpeg_as_ever()
    {
        Host.Need();
        using var host = StartFfmpeg(1000, "320x240");
        await WorkerAsync();
        await SeenAsync(host, 2);

        Host.Signal("INT", host.Id);

        var run = await Host.EndAsync(host);
        Assert.Equal(Interrupted, run.Code);
        Assert.Empty(run.Complaints);
        await Host.UntilAsync(() => _host.Workers().Length == 0, IdleAndMore);
    }

    [Fact]
    public async Task A_host_still_ends_when_its_reader_leaves()
    {
        Host.Need("gst-launch-1.0");
        const int BrokenPipe = 13; // SIGPIPE
        using var host = _host.Start(
            "env", "--default-signal=PIPE", "gst-launch-1.0", "-q", "filesrc", "location=/dev/zero", "!", "rawvideoparse", "width=320",
            "height=240", "format=rgba", "framerate=5/1", "!", "frei0r-filter-u2video", $"size={Host.Size}", "!", "fakesink", "sync=true");
        await WorkerAsync();

        var ignored = File.ReadLines($"/proc/{host.Id}/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        host.Kill();

        Assert.Equal(0L, (Convert.ToInt64(ignored[7..].Trim(), 16) >> (BrokenPipe - 1)) & 1);
    }

    [Theory]
    [InlineData("101x77", 101 * 77)]
    [InlineData("3840x2160", 3840 * 2160)]
    public async Task Any_size_of_frame_is_filtered(string size, int pixels)
    {
        Host.Need();

        var run = await _host.RunAsync("ffmpeg", Arguments(2, size, "-f", "rawvideo", "-pix_fmt", "rgba", "-"));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(2 * pixels * 4, run.Output.Length);
        Assert.Equal((run.Output[0], run.Output[0], 255), (run.Output[1], run.Output[2], run.Output[3]));
    }

    [Fact]
    public async Task A_size_that_changes_on_the_way_is_filtered()
    {
        Host.Need();
        await _host.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x240:r=5", "-frames:v", "2", "a%d.png");
        await _host.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=200x100:r=5", "-frames:v", "2", "b%d.png");
        await File.WriteAllTextAsync(Path.Combine(_host.Folder, "list"), "file a1.png\nfile a2.png\nfile b1.png\nfile b2.png\n");

        var run = await _host.RunAsync(
            "ffmpeg", "-v", "error", "-f", "concat", "-i", "list", "-vf", $"{Filter},scale=64:64:flags=neighbor", "-f", "rawvideo",
            "-pix_fmt", "gray", "-");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(4 * 64 * 64, run.Output.Length);
    }

    public void Dispose() => _host.Dispose();

    private static string[] Arguments(int frames, string size, params string[] output) =>
    [
        "-v", "error", "-f", "lavfi", "-i", $"testsrc=s={size}:r=5",
        "-frames:v", $"{frames}", "-vf", Filter, .. output,
    ];

    private Process StartFfmpeg(int frames, string size) =>
        _host.Start("ffmpeg", ["-re", .. Arguments(frames, size, "-f", "rawvideo", "-pix_fmt", "gray", "-flush_packets", "1", "out.gray")]);

    private async Task<int> WorkerAsync()
    {
        await Host.UntilAsync(() => _host.Workers().Length > 0);
        return _host.Workers()[0];
    }

    // So many frames have come out.
    private async Task SeenAsync(Process host, int frames)
    {
        var output = new FileInfo(Path.Combine(_host.Folder, "out.gray"));
        await Host.UntilAsync(() =>
        {
            output.Refresh();
            Assert.False(host.HasExited, "the host ended early");
            return output.Exists && output.Length >= frames * 320 * 240;
        });
    }
}
