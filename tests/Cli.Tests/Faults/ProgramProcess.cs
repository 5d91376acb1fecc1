using System.Diagnostics;
using System.Globalization;

namespace U2Video.Cli.Tests.Faults;

/// <summary>The program in a process of its own, and what the system knows of it.</summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>How soon everything has to be over after a fault: 5 s, and four times that where others use all cores.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // On a busy machine the start by itself takes long.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ProgramProcess(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program's file.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "u2video");

    public int Id => _process.Id;

    public Process Process => _process;

    /// <summary>Starts it.</summary>
    public static ProgramProcess Start(params string[] arguments) => new(new ProcessStartInfo(Path, arguments));

    /// <summary>Starts it by way of another program, or with another environment.</summary>
    public static ProgramProcess Start(ProcessStartInfo start) => new(start);

    /// <summary>The numbers of the ffmpeg processes that it started and whose command lines hold a text.</summary>
    public int[] Children(string holding = "ffmpeg") =>
        ChildrenOf(Id).Where(child => CommandLine(child).Contains(holding, StringComparison.Ordinal)).ToArray();

    /// <summary>Waits until it encodes, which means that it decodes as well.</summary>
    public async Task EncodingAsync()
    {
        var watch = Stopwatch.StartNew();
        while (Children("pipe:0").Length == 0)
        {
            Assert.False(
                _process.HasExited,
                $"ended with {(_process.HasExited ? _process.ExitCode : 0)} before it encoded: "
                + (_process.HasExited ? _error.Result : ""));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, LongestStart);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends a signal: <c>INT</c>, <c>KILL</c>…; to a whole group where the number is negative.</summary>
    public static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, "--", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ProgramRun> WaitAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(limit ?? Limit, TestContext.Current.CancellationToken);
        return new ProgramRun(_process.ExitCode, "", await _error.WaitAsync(limit ?? Limit, TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until processes are gone; a zombie is not.</summary>
    public static async Task GoneAsync(IEnumerable<int> processes)
    {
        var watch = Stopwatch.StartNew();
        foreach (var process in processes)
        {
            while (Directory.Exists($"/proc/{process}") && CommandLine(process).Contains("ffmpeg", StringComparison.Ordinal))
            {
                Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static IEnumerable<int> ChildrenOf(int process) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = System.IO.Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        let stat = Read($"{folder}/stat")
        where stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1)
            == process.ToString(CultureInfo.InvariantCulture)
        select int.Parse(name, CultureInfo.InvariantCulture);

    private static string CommandLine(int process) => Read($"/proc/{process}/cmdline").Replace('\0', ' ');

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
