using System.Diagnostics;
using System.Globalization;
using U2Video.Benchmarks.Net;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
// The bare network against ONNX Runtime: the same weights, input, size and number of threads, in one process, in turns.
//
//   dotnet run -c Release --project benchmarks/net -- [lite|full] [--size 320] [--pictures 1] [--runs 15] [--threads N]
//
// Weights by chance, which cost as much time as trained ones. Medians; "ratio" is how many times as fast as the better of ONNX Runtime's ways.
using static TorchSharp.torch;

U2VideoRuntime.Configure();
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const int WarmUps = 4;
var size = Number("--size", 320);
var count = Number("--pictures", 1);
var runs = Number("--runs", 15);
var threads = Number("--threads", Environment.ProcessorCount);
set_num_threads(threads);
U2NetVariant[] variants = args.Contains("lite") ? [U2NetVariant.Lite]
    : args.Contains("full") ? [U2NetVariant.Full]
    : [U2NetVariant.Lite, U2NetVariant.Full];

using var streams = new PictureStreams();

Console.WriteLine($"{threads} threads, {size}×{size}, {count} pictures a run, {runs} runs; median, fastest, slowest in ms a picture");
foreach (var variant in variants)
{
    using var scope = NewDisposeScope();
    using var mode = inference_mode();
    var pictures = randn(count, size, size, 3).permute(0, 3, 1, 2);
    var onnxRuntime = Contenders.OnnxRuntime(variant, pictures, threads).ToList();
    Contender[] contenders =
    [
        .. onnxRuntime,
        Contenders.AsWritten(variant, pictures),
        Contenders.Prepared(variant, pictures, ScalarType.Float32, streams),
        Contenders.Prepared(variant, pictures, ScalarType.BFloat16, streams),
    ];

    var times = contenders.Select(_ => new List<double>()).ToList();
    var masks = contenders.Select(Run).ToList();
    for (var i = 0; i < WarmUps; i++)
    {
        Array.ForEach(contenders, contender => Run(contender));
    }

    for (var run = 0; run < runs; run++)
    {
        for (var i = 0; i < contenders.Length; i++)
        {
            var watch = Stopwatch.StartNew();
            Run(contenders[i]);
            times[i].Add(watch.Elapsed.TotalMilliseconds / count);
        }
    }

    var reference = times.Take(onnxRuntime.Count).Min(Median);
    for (var i = 0; i < contenders.Length; i++)
    {
        var difference = masks[i].SelectMany(mask => mask).Zip(masks[0].SelectMany(mask => mask), (one, other) => Math.Abs(one - other)).ToList();
        Console.WriteLine(
            $"{variant.Name,-7} {contenders[i].Name,-24} {Median(times[i]),6:F0} {times[i].Min(),6:F0} {times[i].Max(),6:F0}"
            + $"   ratio {reference / Median(times[i]):F2}   mask differs by {difference.Average():E1}, at most {difference.Max():E1}");
    }
}

static float[][] Run(Contender contender)
{
    using var scope = NewDisposeScope();
    return contender.Run();
}

int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var index ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : otherwise;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
