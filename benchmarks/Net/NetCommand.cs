using System.CommandLine;
using System.Diagnostics;
using U2Video.Benchmarks.Processes;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Benchmarks.Net;

/// <summary>
/// <c>net</c>: the bare network against ONNX Runtime, with the same weights, input, size and number of threads, in one process, in turns.
/// Weights are random, because they cost as much time as trained ones.
/// </summary>
internal static class NetCommand
{
    private const int WarmUps = 4;

    public static Command Create()
    {
        var variant = new Option<string?>("--variant") { Description = "Only this network. Default: both.", HelpName = "lite|full" };
        variant.AcceptOnlyFromAmong("lite", "full");
        var size = BenchmarkOptions.Size(320);
        var batch = new Option<int>("--batch")
        {
            Description = "Pictures that go through the network together.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var rounds = BenchmarkOptions.Rounds(15);
        var threads = BenchmarkOptions.Threads();
        var busy = new Option<int>("--busy")
        {
            Description = "Other processes that compute without pause at the same time.",
            HelpName = "N",
        };
        var command = new Command("net", "The network by itself against ONNX Runtime.") { variant, size, batch, rounds, threads, busy };
        command.SetAction(parsed => RunBeside(parsed.GetValue(busy), () => Run(
            parsed.GetValue(variant) switch
            {
                "lite" => [U2NetVariant.Lite],
                "full" => [U2NetVariant.Full],
                _ => [U2NetVariant.Lite, U2NetVariant.Full],
            },
            parsed.GetValue(size),
            parsed.GetValue(batch),
            parsed.GetValue(rounds),
            parsed.GetValue(threads) ?? Environment.ProcessorCount)));
        return command;
    }

    private static void RunBeside(int busy, Action run)
    {
        var others = Enumerable.Range(0, busy).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToArray();
        try
        {
            run();
        }
        finally
        {
            foreach (var other in others)
            {
                other.Kill();
                other.Dispose();
            }
        }
    }

    private static void Run(IEnumerable<U2NetVariant> variants, int size, int batch, int rounds, int threads)
    {
        U2VideoRuntime.Configure();
        set_num_threads(threads);
        using var streams = new PictureStreams();
        Console.WriteLine($"{Measured.Machine()}; {threads} threads, {size}×{size}, {batch} pictures together, {rounds} rounds");
        Console.WriteLine("Milliseconds for each picture. The ratio is to the median of the better of ONNX Runtime's ways.");
        var table = new Table(
            ("network", 7), ("contender", 24), ("median", 7), ("fastest", 7), ("slowest", 7), ("ratio", 5),
            ("mean difference", 7), ("largest", 7));
        foreach (var variant in variants)
        {
            using var scope = NewDisposeScope();
            using var mode = inference_mode();
            var pictures = randn(batch, size, size, 3).permute(0, 3, 1, 2);
            var onnxRuntime = Contenders.OnnxRuntime(variant, pictures, threads).ToList();
            Compare(
                table,
                variant.Name,
                [
                    .. onnxRuntime,
                    Contenders.AsWritten(variant, pictures),
                    Contenders.Prepared(variant, pictures, ScalarType.Float32, streams),
                    Contenders.Prepared(variant, pictures, ScalarType.BFloat16, streams),
                ],
                onnxRuntime.Count,
                batch,
                rounds);
        }
    }

    private static void Compare(Table table, string network, Contender[] contenders, int references, int batch, int rounds)
    {
        var times = contenders.Select(_ => new List<double>()).ToList();
        var masks = contenders.Select(Run).ToList();
        for (var i = 0; i < WarmUps; i++)
        {
            Array.ForEach(contenders, contender => Run(contender));
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                Run(contenders[i]);
                times[i].Add(watch.Elapsed.TotalMilliseconds / batch);
            }
        }

        var reference = times.Take(references).Min(Measured.Median);
        for (var i = 0; i < contenders.Length; i++)
        {
            var differences = masks[i].SelectMany(mask => mask)
                .Zip(masks[0].SelectMany(mask => mask), (one, other) => Math.Abs(one - other)).ToList();
            var median = Measured.Median(times[i]);
            table.Row(
                network, contenders[i].Name, $"{median:F0}", $"{times[i].Min():F0}", $"{times[i].Max():F0}", $"{reference / median:F2}",
                $"{differences.Average():E1}", $"{differences.Max():E1}");
        }
    }

    private static float[][] Run(Contender contender)
    {
        using var scope = NewDisposeScope();
        return contender.Run();
    }
}
