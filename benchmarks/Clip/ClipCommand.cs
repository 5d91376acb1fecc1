using System.CommandLine;
using System.Globalization;
using U2Video.Benchmarks.Processes;
using U2Video.Core.Errors;

namespace U2Video.Benchmarks.Clip;

/// <summary>
/// <c>clip</c>: whole clips, the program against the loop that one would write without it, each in a process of its own, in turns.
/// benchmarks/README.md says what the contenders are and what the columns mean.
/// </summary>
internal static class ClipCommand
{
    private static readonly string[] Samples = ["../shared/media/clips/cup.mp4", "../shared/media/clips/vtest.avi"];

    public static Command Create()
    {
        var clips = new Argument<string[]>("CLIP")
        {
            Description = $"Clips. Default: {string.Join(" and ", Samples)}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var size = BenchmarkOptions.Size(320);
        var maxFrames = BenchmarkOptions.MaxFrames();
        var rounds = BenchmarkOptions.Rounds(3);
        var threads = BenchmarkOptions.Threads();
        var model = BenchmarkOptions.Model();
        var command = new Command("clip", "Whole clips against a loop of ffmpeg, OpenCV and ONNX Runtime.")
        {
            clips, size, maxFrames, rounds, threads, model,
        };
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(clips) is { Length: > 0 } given ? given : [.. Samples.Where(File.Exists)];
            if (names.Length == 0)
            {
                throw new UsageException("clip: give a clip, because the samples are not there.");
            }

            Run(
                names,
                (clip, folder) => new Comparison(
                    clip, folder, parsed.GetValue(maxFrames), parsed.GetValue(threads), parsed.GetValue(size), parsed.GetValue(model)),
                parsed.GetValue(rounds),
                parsed.GetValue(threads));
        });
        return command;
    }

    private static void Run(IEnumerable<string> clips, Func<string, string, Comparison> compare, int rounds, int? threads)
    {
        var folder = Directory.CreateTempSubdirectory("u2video-clip-");
        try
        {
            Console.WriteLine(
                $"{Measured.Machine()}; {rounds} rounds, threads: {threads?.ToString(CultureInfo.InvariantCulture) ?? "default"}");
            foreach (var clip in clips)
            {
                compare(clip, folder.FullName).Run(rounds);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
