using OpenCvSharp;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests.Fixing;

/// <summary>A clip of a person with a green box, which the model does not take for a part of the person.</summary>
public sealed class HeldBox : IDisposable
{
    public const int Frames = 8;
    public const int Corrected = 3;
    public const int Side = 192;

    private const string HomeVariable = "U2NET_HOME";

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable(HomeVariable);

    private readonly int _threads = TorchSharp.torch.get_num_threads();

    public HeldBox()
    {
        Home = At("home");
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-i", Path.Combine(AppContext.BaseDirectory, "astronaut.png"), "-frames:v", $"{Frames}", "-vf",
            $"drawbox=x=20:y=40:w=110:h=150:t=fill:c=0x208040,crop=480:480:x=2*n:y=0,scale={Side}:{Side}", "-r", "25",
            "-c:v", "ffv1", Clip);
    }

    /// <summary>The clip.</summary>
    public string Clip => At("in.mkv");

    /// <summary>The folder that holds it.</summary>
    public string Folder => _folder;

    /// <summary>Where learned models are kept from now on.</summary>
    public static string Home
    {
        get => Environment.GetEnvironmentVariable(HomeVariable)!;
        set => Environment.SetEnvironmentVariable(HomeVariable, value);
    }

    /// <summary>The models that were learned.</summary>
    public static IReadOnlyList<string> Learned =>
        Directory.Exists(Path.Combine(Home, "fixed")) ? Directory.GetFiles(Path.Combine(Home, "fixed")) : [];

    public void Dispose()
    {
        TorchSharp.torch.set_num_threads(_threads);
        Environment.SetEnvironmentVariable(HomeVariable, _homeBefore);
        Directory.Delete(_folder, recursive: true);
    }

    internal string At(string name) => Path.Combine(_folder, name);

    /// <summary>Where the box is in a frame.</summary>
    internal static Rect BoxIn(int frame)
    {
        const double scale = Side / 480.0;
        return new Rect((int)((20 - (2 * frame)) * scale) + 1, (int)(40 * scale) + 1, (int)(110 * scale) - 2, (int)(150 * scale) - 2);
    }

    /// <summary>Paints the box into the model's mask of a frame.</summary>
    internal async Task<string> PaintAsync(int frame, string name)
    {
        var run = await RunAsync(Clip, "--frame", $"{frame}", "--mask", At(name));
        Assert.Equal((0, ""), (run.Code, run.Error));
        using var mask = Cv2.ImRead(At(name), ImreadModes.Grayscale);
        Cv2.Rectangle(mask, BoxIn(frame), Scalar.White, -1);
        Cv2.ImWrite(At(name), mask);
        return At(name);
    }

    /// <summary>The mean of a mask in the box, 0…1.</summary>
    internal double BoxOf(string folder, int frame)
    {
        using var mask = Cv2.ImRead(Path.Combine(At(folder), $"{frame + 1:D6}.png"), ImreadModes.Grayscale);
        using var box = mask[BoxIn(frame)];
        return box.Mean().Val0 / 255;
    }

    internal static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(
        ModelRegistry.Default,
        [
            .. arguments, "--size", "64", "--threads", "1",
            .. arguments.Contains("--progress") ? [] : (string[])["--progress", "none"],
        ]);
}
