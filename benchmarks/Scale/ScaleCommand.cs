using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using U2Video.Benchmarks.Processes;

namespace U2Video.Benchmarks.Scale;

/// <summary>
/// <c>scale</c>: how the program's speed and memory depend on the clip's length, the batch and the frames' height. It runs ./u2video as a
/// user does, with original | cut-out into an MP4 and other options by default, on clips that ffmpeg makes. They have noise, so that no
/// frame takes over another's mask; a run in which one did is refused. Rows of "frames" have --size 64, so that ten thousand frames end
/// within minutes, and their memory should be equal; rows of "batch" have 640×360 pixels.
/// </summary>
internal static class ScaleCommand
{
    private static readonly string[] Names = ["frames", "batch", "heights"];

    public static Command Create()
    {
        var groups = new Argument<string[]>("GROUP")
        {
            Description = $"What is varied: {string.Join(", ", Names)}. Default: each in turn.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        groups.AcceptOnlyFromAmong(Names);
        var rounds = BenchmarkOptions.Rounds(1);
        var maxFrames = BenchmarkOptions.MaxFrames();
        var threads = BenchmarkOptions.Threads();
        var command = new Command("scale", "Speed and memory by clip length, batch and frame height.")
        {
            groups, rounds, maxFrames, threads,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(groups) is { Length: > 0 } given ? given : Names,
            parsed.GetValue(rounds),
            parsed.GetValue(maxFrames) ?? int.MaxValue,
            parsed.GetValue(threads)));
        return command;
    }

    private static void Run(IReadOnlyList<string> groups, int rounds, int maxFrames, int? threads)
    {
        var program = FindLauncher();

        // Builds it if need be, and has its files in the page cache as those of later rows are.
        using (var first = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true })!)
        {
            first.StandardOutput.ReadToEnd();
            first.WaitForExit();
        }

        string[] further = threads is { } count ? ["--threads", count.ToString(CultureInfo.InvariantCulture)] : [];
        var folder = Directory.CreateTempSubdirectory("u2video-scale-");
        try
        {
            Console.WriteLine(
                $"{Measured.Machine()}; {rounds} rounds, threads: {threads?.ToString(CultureInfo.InvariantCulture) ?? "default"}");
            Console.WriteLine(
                "\"run\" is from the start to the exit, \"work\" from when the network was ready to when the output was complete.");
            Console.WriteLine("MiB: the peak of the program's process (VmHWM), and the largest sum over it and its ffmpegs.");
            var table = Case.CreateTable();
            foreach (var one in groups.SelectMany(group => Cases(group, maxFrames)))
            {
                one.Measure(table, program, folder.FullName, rounds, further);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Case> Cases(string group, int maxFrames)
    {
        return group switch
        {
            "frames" => [Small(100), Small(1_000), Small(10_000)],
            "batch" => Enumerable.Range(0, 5).Select(power => new Case(640, 360, Cut(48), "--batch", $"{1 << power}")),
            _ => [Size(640, 360), Size(1280, 720), Size(1920, 1080), Size(3840, 2160)],
        };

        Case Small(int frames) => new(160, 90, Cut(frames), "--size", "64");

        Case Size(int width, int height) => new(width, height, Cut(30));

        int Cut(int frames) => Math.Min(frames, maxFrames);
    }

    private static string FindLauncher()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "u2video") is var path && File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException("There is no ./u2video above this program; run it in the project's checkout.");
    }
}
