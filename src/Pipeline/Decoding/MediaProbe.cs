using System.Diagnostics;
using System.Globalization;
using FFMpegCore;
using FFMpegCore.Exceptions;
using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Decoding;

/// <summary>Asks ffprobe what a file holds.</summary>
internal static class MediaProbe
{
    // ffmpeg renders text files as terminal art; nobody wants that of a video tool.
    private const string TextFormat = "tty";

    /// <summary>Reads a clip's headers.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, no media, or has no video.</exception>
    public static async Task<MediaInfo> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new InputException(Directory.Exists(path)
                ? $"{path}: is a folder; give a video or GIF file."
                : $"{path}: no such file.");
        }

        var analysis = await AnalyseAsync(path, cancellation).ConfigureAwait(false);
        var video = analysis.VideoStreams.FirstOrDefault(stream => stream.Disposition?.GetValueOrDefault("attached_pic") != true);
        if (video is null || analysis.Format.FormatName == TextFormat)
        {
            throw new InputException(
                $"{path}: has no video{(analysis.AudioStreams.Count > 0 ? ", only sound" : "")}; give a video or GIF file.");
        }

        var duration = video.Duration > TimeSpan.Zero ? video.Duration : analysis.Duration;
        return new MediaInfo(path)
        {
            Duration = duration > TimeSpan.Zero ? duration : null,
            EstimatedFrames = duration > TimeSpan.Zero && video.AverageFrameRate > 0
                ? Math.Max(1, (long)Math.Round(duration.TotalSeconds * video.AverageFrameRate))
                : null,
            HasAudio = analysis.AudioStreams.Count > 0,
        };
    }

    /// <summary>Adds how long the last frame is shown, for which all of the file is read, though not decoded.</summary>
    public static async Task<MediaInfo> WithLastFrameAsync(MediaInfo media, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(
            FFmpegTools.ProbeCommand,
            [
                "-v", "error", "-protocol_whitelist", "file", "-select_streams", "V:0", "-show_entries", "packet=pts_time,duration_time",
                "-of", "csv=p=0", FFmpegTools.FileArgument(media.Path),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var stop = cancellation.Register(process.Kill);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();

        var (lastTime, lastDuration) = (double.NegativeInfinity, double.NaN);
        while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            var fields = line.Split(',');
            if (Seconds(fields[0]) is var time && time > lastTime)
            {
                (lastTime, lastDuration) = (time, Seconds(fields.ElementAtOrDefault(1)));
            }
        }

        return media with { LastFrameDuration = lastDuration > 0 ? TimeSpan.FromSeconds(lastDuration) : null };

        static double Seconds(string? text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : double.NaN;
    }

    private static async Task<IMediaAnalysis> AnalyseAsync(string path, CancellationToken cancellation)
    {
        // Reports a missing or too old ffmpeg before its ffprobe fails in some other way.
        _ = FFmpegTools.Version;
        try
        {
            return await FFProbe.AnalyseAsync(path, cancellationToken: cancellation, customArguments: "-protocol_whitelist file")
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is FFMpegException or FFProbeException or FFProbeProcessException or FormatNullException)
        {
            throw new InputException($"{path}: is no video or GIF that ffmpeg can read.", error);
        }
    }
}
