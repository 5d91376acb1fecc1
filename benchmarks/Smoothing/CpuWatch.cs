using System.Diagnostics;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>
/// Adds up the processor time of all threads of this process, which other work of the machine does not change, and the wall time.
/// </summary>
internal sealed class CpuWatch
{
    private readonly Stopwatch _wall = new();
    private TimeSpan _start;

    /// <summary>The processor time so far.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The time that passed meanwhile, which means something on a quiet machine.</summary>
    public TimeSpan Wall => _wall.Elapsed;

    private static TimeSpan Now
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }

    public void Start()
    {
        _start = Now;
        _wall.Start();
    }

    public void Stop()
    {
        _wall.Stop();
        Elapsed += Now - _start;
    }
}
