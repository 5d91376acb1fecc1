using System.Diagnostics;
using System.Globalization;

namespace U2Video.Benchmarks.Processes;

/// <summary>What a program took, with all the programs that it started.</summary>
/// <param name="Seconds">From its start to its exit.</param>
/// <param name="CpuSeconds">Processor time of all of them, as the kernel adds it up.</param>
/// <param name="PeakMiB">The most memory of the program itself: VmHWM.</param>
/// <param name="TogetherMiB">The most memory of all at a time: the sum of VmRSS, which counts what they share more than once.</param>
/// <param name="Output">What it wrote to the stream that was redirected.</param>
internal sealed record Measured(double Seconds, double CpuSeconds, double PeakMiB, double TogetherMiB, string Output)
{
    // The unit of /proc's times, which Linux fixes for all programs.
    private const double TicksInSecond = 100;

    /// <summary>Runs a program and waits for its end. One at a time: the kernel adds up the time of all that ended.</summary>
    /// <param name="start">The program; one of its output streams is redirected.</param>
    public static Measured Run(ProcessStartInfo start)
    {
        var before = TicksOfEndedChildren();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var memory = new MemoryWatch(process.Id);
        var output = (start.RedirectStandardOutput ? process.StandardOutput : process.StandardError).ReadToEnd();
        process.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        memory.Stop();
        return process.ExitCode == 0
            ? new Measured(seconds, (TicksOfEndedChildren() - before) / TicksInSecond, memory.PeakMiB, memory.TogetherMiB, output)
            : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {output}");
    }

    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted && sorted.Count % 2 == 1
        ? sorted[sorted.Count / 2]
        : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    /// <summary>The machine: its name, its processors and its memory.</summary>
    public static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return $"{Environment.MachineName}: {Environment.ProcessorCount} × {model?.Split(':')[1].Trim()}, {memory:F1} GiB";
    }

    // User and system time of ended children and, in turn, of theirs: the fields 16 and 17 of proc(5), the third of which follows the name.
    private static long TicksOfEndedChildren()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
    }
}
