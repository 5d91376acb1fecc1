// Whole clips: the program against the loop that one would write without it, each in a process of its own, by turns.
//
//   dotnet run -c Release --project benchmarks/clip -- [CLIP...] [--frames N] [--rounds 3] [--threads T] [--side 320] [--model FILE]
//
// Input is a clip, output an MP4 of original | cut-out before black. The loop: ffmpeg decodes into a pipe, OpenCV shrinks the frame to
// 320×320, ONNX Runtime with its default options runs the same weights, OpenCV enlarges the mask and draws, ffmpeg encodes from a pipe with
// our codec settings; one frame after the other. Ours, in the program's own pipeline and with its set-up:
//
//   auto         --size auto
//   same masks   --size 320 --smooth off --edges fast: as much work for the network as the loop has, for the same masks
//   defaults     no options; the built-in model's own size is 256×256
//
// So "same masks" compares programs; the two others also see fewer pixels (the table says how many) and refine and smooth their masks.
// All of ours let the network see once what comes several times in a row: "inferred" counts what it saw. Without --threads each takes its
// own default: torch the number of processors, ONNX Runtime that of physical cores.
//
// "run" is from a process's start to its exit; "work" from when its network was ready to when the output was complete, ffmpeg's start
// included. From the first to the last frame out would be to our favour: when our first comes out, later ones are nearly done. Medians of
// the rounds, in brackets the slowest and the fastest; ratios are to the loop. Processor time is that of all processes; memory that of the
// contender's own, and the largest sum over all.
//
// "MAE" is how far masks at the frames' size are from those of our network on each frame by itself at 320×320, of 1, in a run of its own
// over at most 100 frames. The loop's is not 0 because its ffmpeg makes RGB in the faster and rougher way that is ffmpeg's default.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using U2Video.Benchmarks.Clip;
using U2Video.Benchmarks.Processes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--job", var text])
{
    var job = JsonSerializer.Deserialize<Job>(text)!;
    var outcome = job.Contender switch
    {
        Way.Loop => Loop.Run(job),
        Way.Reference => await Ours.WriteReferenceAsync(job),
        _ => await Ours.RunAsync(job, Way.All.Single(way => way.Name == job.Contender)),
    };
    using var self = Process.GetCurrentProcess();
    Console.WriteLine(JsonSerializer.Serialize(outcome with { OwnCpuSeconds = self.TotalProcessorTime.TotalSeconds }));
    return;
}

string[] samples = ["../shared/media/clips/cup.mp4", "../shared/media/clips/vtest.avi"];
var given = args.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
var clips = given.Length > 0 ? given : [.. samples.Where(File.Exists)];
if (clips.Length == 0)
{
    Console.Error.WriteLine("benchmarks/clip: give a clip");
    Environment.Exit(2);
}

var folder = Directory.CreateTempSubdirectory("u2video-clip-");
try
{
    var rounds = Number("--rounds") ?? 3;
    Console.WriteLine($"{Measured.Machine()}; rounds: {rounds}, threads: {Number("--threads")?.ToString() ?? "default"}");
    foreach (var clip in clips)
    {
        new Comparison(clip, folder.FullName, Number("--frames"), Number("--threads"), Number("--side") ?? 320, Text("--model"))
            .Run(rounds);
    }
}
finally
{
    folder.Delete(recursive: true);
}

int? Number(string name) => Text(name) is { } value ? int.Parse(value) : null;

string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var index ? args[index + 1] : null;
