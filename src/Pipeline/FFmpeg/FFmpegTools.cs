using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FFMpegCore;
using U2Video.Core.Errors;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>The ffmpeg that is used: the one that FFMpegCore is configured for, by default the first on the PATH.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public static partial class FFmpegTools
{
    private static readonly Version Oldest = new(4, 4);
    private static readonly Version FirstWithFrameRateMode = new(5, 1);

    private static Version? _found;

    /// <summary>The version of the ffmpeg that was found; a development build counts as newer than any release.</summary>
    /// <exception cref="U2VideoException">There is no ffmpeg, or it is older than 4.4.</exception>
    public static Version Version => _found ??= ReadVersion(CancellationToken.None);

    /// <summary>The path of ffmpeg, or its bare name where the path is not known.</summary>
    public static string Location => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, Command)).FirstOrDefault(File.Exists) ?? Command;

    /// <summary>Finds out the version where it is not known yet; unlike <see cref="Version"/>, this can be cancelled.</summary>
    /// <exception cref="U2VideoException">As for <see cref="Version"/>.</exception>
    internal static Task FindAsync(CancellationToken cancellation) =>
        _found is not null ? Task.CompletedTask : Task.Run(() => _found ??= ReadVersion(cancellation), cancellation);

    /// <summary>The command that runs ffmpeg.</summary>
    internal static string Command => GlobalFFOptions.GetFFMpegBinaryPath();

    /// <summary>The command that runs ffprobe.</summary>
    internal static string ProbeCommand => GlobalFFOptions.GetFFProbeBinaryPath();

    /// <summary>The option that lets every frame through with its own time; its name changed with 5.1.</summary>
    internal static IReadOnlyList<string> KeepTimestamps => [Version >= FirstWithFrameRateMode ? "-fps_mode" : "-vsync", "passthrough"];

    /// <summary>The flags of the scale filter with which YUV to RGB and back changes values least.</summary>
    internal const string ExactScaling = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <summary>The option with which ffmpeg guesses the rate of an input from three frames instead of twenty.</summary>
    internal static IReadOnlyList<string> ShortRateProbe => ["-fpsprobesize", "3"];

    /// <summary>A duration as ffmpeg takes it.</summary>
    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>A path as ffmpeg takes it: marked as a file, so that ffmpeg reads no name as an option or a protocol.</summary>
    internal static string FileArgument(string path) => "file:" + Path.GetFullPath(path);

    private static Version ReadVersion(CancellationToken cancellation)
    {
        string banner;
        try
        {
            var start = new ProcessStartInfo(Command, "-version") { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            using var registration = cancellation.Register(() => process.Kill(entireProcessTree: true));
            banner = process.StandardOutput.ReadLine() ?? "";
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new U2VideoException("ffmpeg was not found on the PATH. Install it, for instance with: apt-get install ffmpeg", error);
        }

        var match = VersionNumber().Match(banner);
        var version = match.Success
            ? new Version(
                int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : new Version(int.MaxValue, 0);
        return version >= Oldest
            ? version
            : throw new U2VideoException($"ffmpeg {version} is too old; {Oldest} or newer is needed.");
    }

    [GeneratedRegex(@"^ffmpeg version n?(\d+)\.(\d+)")]
    private static partial Regex VersionNumber();
}
