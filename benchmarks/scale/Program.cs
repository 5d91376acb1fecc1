// How the program's speed and memory go with the clip's length, the batch and the frames' height.
//
//   dotnet run -c Release --project benchmarks/scale -- [frames|batch|heights] [--rounds 1] [--at-most FRAMES] [--threads T]
//
// Runs ./u2video, the launcher, as a user does: original | cut-out into an MP4, everything else by default, on clips that ffmpeg makes,
// with noise so that no frame takes over another's mask; a run in which one did is refused. Rows of "frames" are at --size 64, so that ten
// thousand end within minutes, and their memory should be one and the same; those of "batch" have 640×360 pixels.
//
// "fps, run" is over the time from the start to the exit, "fps, work" over that from when the network was ready to when the output was
// complete. Processor time is that of all processes. Memory: the peak of the program's own process (VmHWM), and the largest sum over it
// and its ffmpegs, looked at ten times a second. --at-most makes all clips shorter, to try the benchmark itself.
using System.Diagnostics;
using System.Globalization;
using U2Video.Benchmarks.Processes;
using U2Video.Benchmarks.Scale;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "u2video")))
{
    root = root.Parent;
}

var program = Path.Combine(root?.FullName ?? ".", "u2video");

// Builds it if need be, and has its files in the page cache as those of later rows are.
using (var first = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true })!)
{
    first.StandardOutput.ReadToEnd();
    first.WaitForExit();
}

var atMost = Number("--at-most") ?? int.MaxValue;
string[] further = Number("--threads") is { } threads ? ["--threads", $"{threads}"] : [];
(string Name, Case[] Cases)[] groups =
[
    ("frames", [Small(100), Small(1_000), Small(10_000)]),
    ("batch", [Batch(1), Batch(2), Batch(4), Batch(8), Batch(16)]),
    ("heights", [Size(640, 360), Size(1280, 720), Size(1920, 1080), Size(3840, 2160)]),
];

var folder = Directory.CreateTempSubdirectory("u2video-scale-");
try
{
    Console.WriteLine($"{Measured.Machine()}; rounds: {Number("--rounds") ?? 1}, threads: {Number("--threads")?.ToString() ?? "default"}");
    Case.PrintHeader();
    foreach (var (name, cases) in groups)
    {
        if (!groups.Any(group => args.Contains(group.Name)) || args.Contains(name))
        {
            Array.ForEach(cases, one => one.Measure(program, folder.FullName, Number("--rounds") ?? 1, further));
        }
    }
}
finally
{
    folder.Delete(recursive: true);
}

Case Small(int frames) => new(160, 90, Cut(frames), "--size", "64");

Case Batch(int batch) => new(640, 360, Cut(48), "--batch", $"{batch}");

Case Size(int width, int height) => new(width, height, Cut(30));

int Cut(int frames) => Math.Min(frames, atMost);

int? Number(string name) => Array.IndexOf(args, name) is >= 0 and var index ? int.Parse(args[index + 1]) : null;
