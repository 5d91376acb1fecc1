namespace U2Video.Plugin.Tests;

/// <summary>Runs melt, and reads what it wrote.</summary>
/// <param name="host">The folder; it stays the caller's.</param>
public sealed class Melt(Host host)
{
    private const int MostTries = 5;
    private const string Made = "melt.mov";

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Renders frames with alpha.</summary>
    /// <param name="source">What is rendered, as melt takes it.</param>
    /// <param name="realTime">How many threads, as melt takes it: real_time=-1.</param>
    public async Task<HostRun> RunAsync(string[] source, string realTime)
    {
        // On a busy machine melt 7.12 sometimes never begins, also without any filter (a quarter of 120 runs, 16 at the same time): its
        // main thread waits for a consumer that has ended. Its output is empty then, and it is started again.
        var made = new FileInfo(Path.Combine(host.Folder, Made));
        for (var tries = 1; ; tries++)
        {
            made.Delete();
            using var melt = host.Start(
                "melt",
                [
                    .. source, "-consumer", $"avformat:{Made}", "vcodec=qtrle", "pix_fmt=argb", "mlt_image_format=rgba", "an=1", realTime,
                    "-silent",
                ]);
            var end = Host.EndAsync(melt);
            await Task.WhenAny(end, Task.Delay(LongestSilence));
            made.Refresh();
            if (end.IsCompleted || made is { Exists: true, Length: > 0 } || tries == MostTries)
            {
                return await end;
            }

            melt.Kill();
            await end;
        }
    }

    /// <summary>The frames that were rendered, RGBA. Melt renders some past the end, which are left out.</summary>
    public async Task<byte[]> FramesAsync() => (await host.RunAsync(
        "ffmpeg", "-v", "error", "-i", Made, "-frames:v", $"{Clip.Frames}", "-pix_fmt", "rgba", "-f", "rawvideo", "-")).Output;
}
