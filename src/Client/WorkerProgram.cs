using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace U2Video.Client;

/// <summary>
/// Starts the worker. Not by .NET's own class for processes, because that installs handlers of signals, which belong to the host that
/// this runs in.
/// </summary>
internal static unsafe class WorkerProgram
{
    private const int MostReportBytes = 4096;
    private const short SetSignalDefaults = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SetSignalMask = 0x08; // POSIX_SPAWN_SETSIGMASK
    private const short NewSession = 0x80; // POSIX_SPAWN_SETSID
    private const int OpaqueBytes = 1024; // more than glibc's posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t
    private const int ReadAndWrite = 2; // O_RDWR

    // The shell ends at once, so that the worker is not the host's child: it leaves no zombie there, and the host's own waiting for
    // children does not meet it.
    private const string Script = "\"$0\" worker --socket \"$1\" &";

    /// <summary>Starts it, and waits until it listens or gives up.</summary>
    /// <param name="program">The program's path, or its name.</param>
    /// <param name="socket">The path of the socket.</param>
    /// <param name="wait">The longest time to wait.</param>
    /// <exception cref="WorkerException">It cannot be started, or ended with an error.</exception>
    public static void Start(string program, string socket, TimeSpan wait)
    {
        var ends = stackalloc int[2];
        if (LinuxCalls.OpenPipe(ends, LinuxCalls.CloseOnExec) != 0)
        {
            throw new WorkerException($"no pipe: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }

        try
        {
            RunShell(program, socket, ends[1]);
            LinuxCalls.Close(ends[1]);
            ends[1] = -1;
            Check(ReadReport(ends[0], wait), program);
        }
        finally
        {
            LinuxCalls.Close(ends[0]);
            LinuxCalls.Close(ends[1]);
        }
    }

    private static void RunShell(string program, string socket, int report)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        var signals = stackalloc byte[OpaqueBytes];
        LinuxCalls.InitializeActions(actions);
        LinuxCalls.InitializeAttributes(attributes);
        var texts = new[] { "sh", "-c", Script, program, socket };
        var arguments = stackalloc byte*[texts.Length + 1];
        try
        {
            // Nothing of the host stays open in the worker, which may outlive it.
            LinuxCalls.AddOpen(actions, 0, "/dev/null", ReadAndWrite, 0);
            LinuxCalls.AddDuplicate(actions, report, 1);
            LinuxCalls.AddDuplicate(actions, report, 2);
            LinuxCalls.AddCloseFrom(actions, 3);

            new Span<byte>(signals, OpaqueBytes).Clear();
            LinuxCalls.SetSignalMask(attributes, signals);
            new Span<byte>(signals, OpaqueBytes).Fill(byte.MaxValue);
            LinuxCalls.SetDefaultSignals(attributes, signals);
            LinuxCalls.SetFlags(attributes, SetSignalDefaults | SetSignalMask | NewSession);

            for (var i = 0; i < texts.Length; i++)
            {
                arguments[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
            }

            arguments[texts.Length] = null;
            int shell;
            var environment = *(byte***)LinuxCalls.FindSymbol(null, "environ");
            var error = LinuxCalls.Spawn(&shell, "/bin/sh", actions, attributes, arguments, environment);
            if (error != 0)
            {
                throw new WorkerException($"/bin/sh cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.");
            }

            while (LinuxCalls.WaitFor(shell, null, 0) < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted)
            {
            }
        }
        finally
        {
            LinuxCalls.DestroyActions(actions);
            LinuxCalls.DestroyAttributes(attributes);
            for (var i = 0; i < texts.Length; i++)
            {
                Marshal.FreeCoTaskMem((nint)arguments[i]);
            }
        }
    }

    // One line on its standard output when it listens, or an error; nothing at all where another worker was first.
    private static string ReadReport(int pipe, TimeSpan wait)
    {
        var report = new StringBuilder();
        var buffer = stackalloc byte[MostReportBytes];
        var watch = Stopwatch.StartNew();
        while (report.Length < MostReportBytes)
        {
            var entry = new LinuxCalls.PollEntry { Descriptor = pipe, Events = LinuxCalls.Readable };
            var rest = (int)Math.Clamp((wait - watch.Elapsed).TotalMilliseconds, 0, int.MaxValue);
            var ready = LinuxCalls.Poll(&entry, 1, rest);
            if (ready < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted)
            {
                continue;
            }

            if (ready <= 0)
            {
                throw new WorkerException($"the worker did not start within {wait.TotalSeconds:0.#} s.") { IsTimeout = true };
            }

            var count = LinuxCalls.Read(pipe, buffer, MostReportBytes);
            if (count > 0)
            {
                report.Append(Encoding.UTF8.GetString(buffer, (int)count));
            }

            if (count <= 0 || report.ToString().Contains(WorkerReport.Listening, StringComparison.Ordinal))
            {
                break;
            }
        }

        return report.ToString();
    }

    private static void Check(string report, string program)
    {
        if (report.Length > 0 && !report.Contains(WorkerReport.Listening, StringComparison.Ordinal))
        {
            var line = report.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new WorkerException($"{program} worker did not start: {line}");
        }
    }
}
