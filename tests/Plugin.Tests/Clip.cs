using U2Video.Tests;

namespace U2Video.Plugin.Tests;

/// <summary>The beginning of the sample clip as raw frames of RGBA, and what the command line makes of it.</summary>
public sealed class Clip : IAsyncLifetime
{
    public const int Width = 480;
    public const int Height = 480;
    public const int Frames = 4;

    /// <summary>How to give it to ffmpeg.</summary>
    public string[] Input => ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", $"{Width}x{Height}", "-r", "25", "-i", Raw];

    /// <summary>The file of raw frames.</summary>
    public string Raw => Path.Combine(Host.Folder, "in.rgba");

    /// <summary>The same frames as a file.</summary>
    public string File => Path.Combine(Host.Folder, "in.mkv");

    /// <summary>The command line's masks, a byte a pixel.</summary>
    public byte[] Masks { get; private set; } = [];

    /// <summary>The command line's cut-outs, four bytes a pixel.</summary>
    public byte[] Cutouts { get; private set; } = [];

    public Host Host { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var sample = Path.Combine(Fixtures.Path(""), "..", "..", "media-samples", "portrait.mp4");
        await Host.RunAsync("ffmpeg", "-v", "error", "-i", sample, "-frames:v", $"{Frames}", "-pix_fmt", "rgba", "-f", "rawvideo", Raw);
        await Host.RunAsync("ffmpeg", ["-v", "error", "-y", .. Input, "-pix_fmt", "bgra", "-c:v", "ffv1", File]);
        Masks = await ProgramAsync("--mask");
        Cutouts = await ProgramAsync("--cutout");
    }

    public ValueTask DisposeAsync()
    {
        Host.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ProgramAsync(string kind)
    {
        var run = await Host.RunAsync(
            "sh", "-c", "exec \"$0\" - \"$@\" < in.rgba", Host.Program, "--raw", "rgba", "--size-in", $"{Width}x{Height}", "--fps", "25",
            kind, "-", "--format", "rawvideo", "--batch", "1", "--smooth", "ema", "--size", Host.Size);
        Assert.True(run.Code == 0, run.Error);
        return run.Output;
    }
}
