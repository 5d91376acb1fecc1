using System.ComponentModel;
using System.Diagnostics;
using U2Video.Core.Errors;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>
/// One run of ffmpeg with raw bytes on its standard input or output. It uses standard streams instead of FFMpegCore's named pipes,
/// because those are sockets here, which ffmpeg before 8.0 takes for seekable files.
/// </summary>
internal sealed class FFmpegProcess : IAsyncDisposable
{
    private const int StderrLines = 20;
    private static readonly TimeSpan TimeForOurSignal = TimeSpan.FromSeconds(2);

    private readonly InputAliases _aliases = new();
    private readonly Process _process;
    private readonly Task _stderr;
    private readonly Queue<string> _lastLines = new(StderrLines);

    private FFmpegProcess(string program, IEnumerable<string> arguments)
    {
        // Throws where ffmpeg is missing or too old, before it fails in some other way.
        _ = FFmpegTools.Version;
        try
        {
            var start = new ProcessStartInfo(program, ["-hide_banner", "-loglevel", "error", .. _aliases.Apply(arguments)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        }
        catch (Exception error)
        {
            _aliases.Dispose();
            throw error is Win32Exception or IOException
                ? new U2VideoException($"{program}: could not be started ({error.Message}).", error)
                : error;
        }

        _stderr = DrainStderrAsync();
        PipeBuffer.Enlarge(Input);
        PipeBuffer.Enlarge(Output);
    }

    /// <summary>What ffmpeg reads as <c>pipe:0</c>. Close it to end the input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What ffmpeg writes as <c>pipe:1</c>.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="arguments">The arguments; no shell reads them.</param>
    public static FFmpegProcess Start(IEnumerable<string> arguments) => new(FFmpegTools.Command, ["-nostdin", .. arguments]);

    /// <summary>Starts ffprobe.</summary>
    /// <param name="arguments">The arguments; no shell reads them.</param>
    public static FFmpegProcess Probe(IEnumerable<string> arguments) => new(FFmpegTools.ProbeCommand, arguments);

    /// <summary>Waits for the end of the run.</summary>
    /// <returns>The exit code, and the last lines that ffmpeg wrote to stderr.</returns>
    public async Task<FFmpegExit> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        await _stderr.ConfigureAwait(false);
        var exit = new FFmpegExit(_process.ExitCode, [.. _lastLines]);
        if (exit.IsInterrupted)
        {
            // A terminal's Ctrl-C goes to ffmpeg as well, and may arrive there first. Then ours is about to arrive.
            await Task.Delay(TimeForOurSignal, cancellation).ConfigureAwait(false);
        }

        return exit;
    }

    /// <summary>Kills ffmpeg if it still runs.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            // The command may be a script that runs the real ffmpeg as its child.
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Kills ffmpeg if it still runs, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _stderr.ConfigureAwait(false);

        // Process leaves it to its caller to close streams that were read. Without this, each run would leave three open handles.
        Input.Close();
        Output.Close();
        _process.StandardError.Close();
        _process.Dispose();
        _aliases.Dispose();
    }

    // An undrained stderr would block ffmpeg as soon as its pipe is full.
    private async Task DrainStderrAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (_lastLines.Count == StderrLines)
            {
                _lastLines.Dequeue();
            }

            _lastLines.Enqueue(line);
        }
    }
}
