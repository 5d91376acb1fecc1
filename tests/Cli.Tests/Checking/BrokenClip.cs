namespace U2Video.Cli.Tests.Checking;

/// <summary>A clip of a person in which the picture is black for three frames, and what the program says of it.</summary>
public sealed class BrokenClip : IDisposable
{
    public const int Frames = 16;
    public const int FirstBroken = 7;
    public const int LastBroken = 9;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public BrokenClip()
    {
        var black = $"drawbox=c=black:t=fill:enable='between(n,{FirstBroken},{LastBroken})'";
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-i", Path.Combine(AppContext.BaseDirectory, "astronaut.png"), "-frames:v", $"{Frames}", "-vf",
            $"crop=480:480:x=n:y=0,scale=240:240,{black}", "-r", "25", "-pix_fmt", "yuv420p", At("it's.mp4"));
    }

    /// <summary>The clip; its name has to be quoted in a shell.</summary>
    public string Clip => At("it's.mp4");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal string At(string name) => Path.Combine(_folder, name);

    internal static Task<ProgramRun> RunAsync(params string[] arguments) =>
        ProgramRun.StartAsync(Core.Models.Registry.ModelRegistry.Default, arguments);
}
