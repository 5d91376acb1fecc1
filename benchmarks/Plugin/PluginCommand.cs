using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using U2Video.Client;
using U2Video.Core.Errors;
using U2Video.Plugin;

namespace U2Video.Benchmarks.Plugin;

/// <summary><c>plugin</c>: what the way through the worker costs a frame, beside the computation, and what an instance takes.</summary>
internal static class PluginCommand
{
    // By then the code of the worker is compiled for good.
    private const int Warmup = 60;

    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Frames of each row.", HelpName = "N", DefaultValueFactory = _ => 60 };
        var command = new Command("plugin", "What the way of a frame through the worker costs, and the memory of an instance.") { frames };
        command.SetAction(parsed => Run(parsed.GetValue(frames)));
        return command;
    }

    private static void Run(int frames)
    {
        var folder = Directory.CreateTempSubdirectory("u2video-plugin-bench-");
        var socket = Path.Combine(folder.FullName, "worker.sock");
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", "release_linux-x64", "u2video"));
        Environment.SetEnvironmentVariable("U2VIDEO_WORKER_SOCKET", socket);
        var start = new ProcessStartInfo(program, ["worker", "--socket", socket]) { RedirectStandardOutput = true };
        using var worker = Process.Start(start) ?? throw new U2VideoException($"{program}: cannot be started.");
        try
        {
            worker.StandardOutput.ReadLine();
            Cost(frames);
            Memory(worker.Id);
        }
        finally
        {
            worker.Kill();
            worker.WaitForExit();
            folder.Delete(recursive: true);
        }
    }

    private static void Cost(int frames)
    {
        var table = new Table(
            ("output", 21), ("frame", 10), ("computed, ms", 12), ("way, ms", 8), ("worst tenth, ms", 8), ("bare copy, ms", 8));
        foreach (var (width, height) in new[] { (1280, 720), (1920, 1080), (3840, 2160) })
        {
            foreach (var (output, cleans) in new[] { (MatteOutput.Mask, true), (MatteOutput.Cutout, false), (MatteOutput.Cutout, true) })
            {
                using var client = new WorkerClient(width, height)
                {
                    Settings = new MatteSettings { Output = output, CleanColors = cleans, Device = "cpu", Size = "64" },
                };
                var probe = new Probe(client, width, height);
                for (var i = 0; i < Warmup; i++)
                {
                    probe.Run();
                }

                var runs = Enumerable.Range(0, frames).Select(_ => probe.Run()).ToList();
                table.Row(
                    output == MatteOutput.Mask ? "mask" : cleans ? "cut-out, clean colors" : "cut-out",
                    $"{width}×{height}",
                    Text(Quantile(runs.Select(run => run.Computed), 0.5)),
                    Text(Quantile(runs.Select(run => run.Way), 0.5)),
                    Text(Quantile(runs.Select(run => run.Way), 0.9)),
                    Text(Quantile(runs.Select(run => run.Copy), 0.5)));
            }
        }
    }

    private static void Memory(int worker)
    {
        var clients = new List<WorkerClient>();
        var table = new Table(("clients", 7), ("worker, MB", 10), ("more, MB", 8));
        var last = 0.0;
        for (var count = 1; count <= 4; count++)
        {
            var client = new WorkerClient(1280, 720) { Settings = new MatteSettings { Device = "cpu" } };
            clients.Add(client);
            for (var i = 0; i < Warmup; i++)
            {
                clients.ForEach(one => new Probe(one, 1280, 720).Run());
            }

            var now = ResidentMegabytes(worker);
            table.Row($"{count}", Text(now), count == 1 ? "" : Text(now - last));
            last = now;
        }

        clients.ForEach(client => client.Dispose());
    }

    private static double ResidentMegabytes(int process) =>
        double.Parse(
            File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)((sorted.Count - 1) * share)];
    }

    private static string Text(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>Sends one picture again and again, and puts the results together as the filter does.</summary>
    private sealed class Probe
    {
        private readonly WorkerClient _client;
        private readonly uint[] _frame;
        private readonly uint[] _result;

        public Probe(WorkerClient client, int width, int height)
        {
            (_client, _frame, _result) = (client, new uint[width * height], new uint[width * height]);
            for (var i = 0; i < _frame.Length; i++)
            {
                _frame[i] = 0xFF000000 | (uint)((i % width * 255 / width) + (i / width * 255 / height << 8));
            }
        }

        public (double Computed, double Way, double Copy) Run()
        {
            var computed = TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            _client.Matte(MemoryMarshal.AsBytes(_frame.AsSpan()), false, double.NaN, (result, pixels) =>
            {
                computed = result.ComputeTime;
                if (!result.IsGray)
                {
                    pixels.CopyTo(MemoryMarshal.AsBytes(_result.AsSpan()));
                }
                else if (_client.Settings.Output == MatteOutput.Mask)
                {
                    Pixels.Gray(pixels, _result);
                }
                else
                {
                    Pixels.WithAlpha(_frame, pixels, _result);
                }
            });
            var all = watch.Elapsed;
            watch.Restart();
            _frame.CopyTo(_result, 0);
            return (computed.TotalMilliseconds, (all - computed).TotalMilliseconds, watch.Elapsed.TotalMilliseconds);
        }
    }
}
