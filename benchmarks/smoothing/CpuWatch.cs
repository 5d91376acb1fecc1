using System.Diagnostics;

namespace U2Video.SmoothingBenchmark;

/// <summary>Adds up the processor time of this process, all threads: what else the machine does leaves it alone. And the wall's.</summary>
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
