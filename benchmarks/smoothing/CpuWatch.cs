using System.Diagnostics;

namespace U2Video.SmoothingBenchmark;

/// <summary>Adds up the processor time of this process, all threads: what else the machine does leaves it alone.</summary>
internal sealed class CpuWatch
{
    private TimeSpan _start;

    /// <summary>The sum so far.</summary>
    public TimeSpan Elapsed { get; private set; }

    private static TimeSpan Now
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }

    public void Start() => _start = Now;

    public void Stop() => Elapsed += Now - _start;
}
