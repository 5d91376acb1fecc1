using System.Diagnostics;
using System.Globalization;
using U2Video.Tests;

namespace U2Video.Plugin.Tests;

/// <summary>
/// A folder of its own with everything that hosts need to find the filter, and with a socket of its own, so that no other worker
/// answers. Disposing it ends the worker.
/// </summary>
public sealed class Host : IDisposable
{
    /// <summary>How long the worker waits for a client.</summary>
    public const double IdleSeconds = 3;

    /// <summary>A network that is small enough for many frames on a busy machine.</summary>
    public const string Size = "160";

    // On a busy machine the start by itself takes long.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(240);

    /// <summary>The filter, where ./test builds it.</summary>
    private static readonly string Filter =
        Path.GetFullPath(Path.Combine(Fixtures.Path(""), "..", "..", "artifacts", "plugin", "u2video.so"));

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-plugin-").FullName;

    /// <summary>The path of the worker's socket.</summary>
    public string Socket => Path.Combine(Folder, "worker.sock");

    /// <summary>Where the program is that the filter starts.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "u2video");

    /// <summary>The worker's processes: those whose command lines hold the socket, without zombies.</summary>
    public int[] Workers() => [.. Processes().Where(process =>
        CommandLine(process) is var line && line.Contains(Socket, StringComparison.Ordinal)
        && line.Contains(" worker ", StringComparison.Ordinal) && !line.StartsWith("sh ", StringComparison.Ordinal))];

    /// <summary>Skips the test where the filter was not built or a host is missing.</summary>
    public static void Need(params string[] programs)
    {
        Assert.SkipUnless(File.Exists(Filter), $"{Filter} is not built; ./test builds it where there is a C compiler.");
        foreach (var program in programs)
        {
            var isThere = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
            Assert.SkipUnless(isThere, $"{program} is not installed; ./test installs it where it can.");
        }
    }

    /// <summary>Starts a host.</summary>
    public Process Start(string program, params string[] arguments) => Start(program, [], arguments);

    /// <summary>Starts a host with further variables.</summary>
    public Process Start(string program, IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        (string Name, string Value)[] own =
        [
            ("FREI0R_PATH", Path.GetDirectoryName(Filter)!),
            ("GST_REGISTRY", Path.Combine(Folder, "registry.bin")),
            ("U2VIDEO_PROGRAM", Program),
            ("U2VIDEO_WORKER_SOCKET", Socket),
            ("U2VIDEO_WORKER_IDLE", IdleSeconds.ToString(CultureInfo.InvariantCulture)),
            ("U2VIDEO_TIMEOUT", "120"),

            // Threads that wait for one another take very long where others use all cores.
            ("OMP_NUM_THREADS", "1"),
        ];
        foreach (var (name, value) in own.Concat(variables))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a host to its end.</summary>
    public async Task<HostRun> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        return await EndAsync(process);
    }

    /// <summary>Waits for a host's end.</summary>
    public static async Task<HostRun> EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(LongestRun);
        await process.WaitForExitAsync().WaitAsync(LongestRun);
        return new HostRun(process.ExitCode, output.ToArray(), await error);
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, limit ?? LongestRun);
            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal.</summary>
    public static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        foreach (var worker in Workers())
        {
            Signal("KILL", worker);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<int> Processes() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        select int.Parse(name, CultureInfo.InvariantCulture);

    // A zombie has none.
    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
