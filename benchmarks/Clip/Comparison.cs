using System.Diagnostics;
using System.Text.Json;
using U2Video.Benchmarks.Processes;
using U2Video.Core.Models;

namespace U2Video.Benchmarks.Clip;

/// <summary>Runs all contenders on one clip and prints their table.</summary>
internal sealed class Comparison
{
    private const int MostFramesCompared = 100;

    private readonly Job _job;
    private readonly string _folder;
    private readonly ModelDescription _description;

    public Comparison(string clip, string folder, int? frames, int? threads, int side, string? model)
    {
        _folder = folder;
        var onnx = Path.Combine(folder, "model.onnx");
        using var weights = Ours.Load(model);
        weights.Save(onnx);
        _description = weights.Description;
        _job = new Job
        {
            Contender = Way.Loop,
            Clip = clip,
            Output = Path.Combine(folder, "out.mp4"),
            Frames = frames,
            Threads = threads,
            Side = side,
            Model = model,
            Onnx = onnx,
            Input = _description.Input,
            Normalization = _description.Output,
        };
    }

    public void Run(int rounds)
    {
        string[] names = [Way.Loop, .. Way.All.Select(way => way.Name)];
        var runs = names.ToDictionary(name => name, _ => new List<(Measured Run, Outcome Outcome)>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in names)
            {
                runs[name].Add(Start(_job with { Contender = name }));
                File.Delete(_job.Output);
            }
        }

        var frames = runs[Way.Loop][0].Outcome.Frames;
        if (runs.Values.SelectMany(list => list).Any(run => run.Outcome.Frames != frames))
        {
            throw new InvalidOperationException($"{_job.Clip}: the contenders did not write the same number of frames.");
        }

        var video = RawVideo.Probe(_job.Clip);
        Console.WriteLine($"{_job.Clip}: {video.Width}×{video.Height}, {frames} frames, {_description.Variant.Name}");
        var table = new Table(
            ("contender", 10), ("network", 7), ("inferred", 8), ("fps, run", 20), ("ratio", 5), ("fps, work", 20), ("ratio", 5),
            ("CPU s", 6), ("ffmpeg's", 8), ("MiB", 5), ("all MiB", 7), ("MAE", 6));
        foreach (var (name, error) in MaskErrors(names))
        {
            var (own, loop) = (runs[name], runs[Way.Loop]);
            var cpu = Measured.Median(own.Select(one => one.Run.CpuSeconds));
            var ffmpeg = Measured.Median(own.Select(one => one.Run.CpuSeconds - one.Outcome.OwnCpuSeconds));
            table.Row(
                name, $"{NetworkSize(name, video.Width, video.Height)}", $"{own[0].Outcome.Inferred}",
                Spread(own.Select(Whole)), $"{Ratio(Whole):F2}", Spread(own.Select(Work)), $"{Ratio(Work):F2}",
                $"{cpu:F1}", $"{ffmpeg:F1}", $"{own.Max(one => one.Run.PeakMiB):F0}", $"{own.Max(one => one.Run.TogetherMiB):F0}",
                $"{error:F4}");

            double Ratio(Func<(Measured Run, Outcome Outcome), double> speed) =>
                Measured.Median(own.Select(speed)) / Measured.Median(loop.Select(speed));
        }

        double Whole((Measured Run, Outcome Outcome) one) => frames / one.Run.Seconds;
        double Work((Measured Run, Outcome Outcome) one) => frames / one.Outcome.Seconds;
    }

    private InputSize NetworkSize(string name, int width, int height) => name == Way.Loop
        ? new InputSize(_job.Side, _job.Side)
        : (Way.All.Single(way => way.Name == name).Sizing(_job.Side) ?? InputSizing.Square(_description.InputSize))
            .For(width, height, _description.InputSize);

    private static string Spread(IEnumerable<double> values) =>
        $"{Measured.Median(values):F2} ({values.Min():F2}–{values.Max():F2})";

    // One contender's at a time: raw masks of large frames take room.
    private IEnumerable<(string Name, double Error)> MaskErrors(IEnumerable<string> names)
    {
        var reference = WriteMasks(Way.Reference);
        foreach (var name in names)
        {
            var masks = WriteMasks(name);
            yield return (name, Difference(reference, masks));
            File.Delete(masks);
        }

        File.Delete(reference);
    }

    private string WriteMasks(string name)
    {
        var path = Path.Combine(_folder, name + ".gray");
        var most = Math.Min(_job.Frames ?? MostFramesCompared, MostFramesCompared);
        Start(_job with { Contender = name, Output = path, MasksOnly = true, Frames = most });
        return path;
    }

    private static double Difference(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        if (first.Length != second.Length)
        {
            throw new InvalidOperationException($"{other}: has {second.Length} bytes and should have {first.Length}.");
        }

        var (left, right, sum) = (new byte[1 << 16], new byte[1 << 16], 0L);
        for (int count; (count = first.ReadAtLeast(left, left.Length, throwOnEndOfStream: false)) > 0;)
        {
            second.ReadExactly(right, 0, count);
            for (var i = 0; i < count; i++)
            {
                sum += Math.Abs(left[i] - right[i]);
            }
        }

        return sum / 255.0 / first.Length;
    }

    private static (Measured Run, Outcome Outcome) Start(Job job)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [JobCommand.Name, JsonSerializer.Serialize(job)])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Ours.Environment.Where(_ => job.Contender != Way.Loop))
        {
            start.Environment[name] = value;
        }

        var run = Measured.Run(start);
        return (run, JsonSerializer.Deserialize<Outcome>(run.Output)!);
    }
}
