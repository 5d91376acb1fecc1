using System.Globalization;
using System.Text.Json;
using FFMpegCore;
using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Asks ffprobe what a clip holds.</summary>
internal static class MediaProbe
{
    // ffmpeg renders text files as terminal art, which is not a clip.
    private const string TextFormat = "tty";

    private const int Upright = 1;

    private static readonly string[] Question = ["-show_format", "-show_streams", "-of", "json"];

    // Only for pictures: ffprobe reads a pipe to its end before it answers this.
    private static readonly string[] QuestionOfPictures = ["-show_entries", "frame_tags=Orientation", "-of", "json"];

    /// <summary>Reads a file's headers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stream">The number of the video stream that is wanted; null for the one that is meant most probably.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">The file is missing, unreadable or not media, or it has no video or not that stream.</exception>
    public static async Task<MediaInfo> ReadFileAsync(string path, int? stream, CancellationToken cancellation)
    {
        InputFile.Check(path);
        await FFmpegTools.FindAsync(cancellation).ConfigureAwait(false);

        var file = new FileLocation(Path.GetFullPath(path));
        await using var probe = FFmpegProcess.Probe([.. InputArguments.Of(file), .. Question]);
        var info = await InterpretAsync(path, stream, probe, cancellation, file).ConfigureAwait(false);
        var header = AnimationHeader.OfFile(file.Path);
        return info with
        {
            Location = file,
            Orientation = info.IsPicture ? await OrientationAsync(file, cancellation).ConfigureAwait(false) : info.Orientation,
            Plays = header.Plays,
            Frames = header.Frames ?? info.Frames,
        };
    }

    /// <summary>Reads the headers of what lies at an address. It is not read to its end, because it may have none.</summary>
    /// <exception cref="InputException">It cannot be reached, is not media, or has no video.</exception>
    public static async Task<MediaInfo> ReadAddressAsync(AddressLocation address, int? stream, CancellationToken cancellation)
    {
        await FFmpegTools.FindAsync(cancellation).ConfigureAwait(false);
        await using var probe = FFmpegProcess.Probe([.. InputArguments.Of(address), .. Question]);
        return await InterpretAsync(address.Address, stream, probe, cancellation).ConfigureAwait(false) with { Location = address };
    }

    /// <summary>Reads the headers of a clip that comes through a pipe; what was read of it can be read again.</summary>
    /// <exception cref="InputException">It is not media that can be read without seeking, or it has no video.</exception>
    public static async Task<MediaInfo> ReadPipeAsync(ReplayedStream stream, string name, int? wanted, CancellationToken cancellation)
    {
        await FFmpegTools.FindAsync(cancellation).ConfigureAwait(false);
        await using var probe = FFmpegProcess.Probe([.. InputArguments.Pipe, .. Question]);
        var feed = stream.RecordAsync(probe.Input, cancellation);
        try
        {
            var info = await InterpretAsync(name, wanted, probe, cancellation).ConfigureAwait(false);
            await stream.StopRecordingAsync().ConfigureAwait(false);
            await feed.ConfigureAwait(false);
            return info;
        }
        catch
        {
            // From here on nothing may read the stream, because it is the caller's again.
            probe.Kill();
            await stream.StopRecordingAsync().ConfigureAwait(false);
            await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task<MediaInfo> InterpretAsync(
        string name, int? wanted, FFmpegProcess probe, CancellationToken cancellation, FileLocation? file = null)
    {
        FFProbeAnalysis? analysis = null;
        JsonElement answer = default;
        try
        {
            answer = await JsonSerializer.DeserializeAsync<JsonElement>(
                probe.Output, cancellationToken: cancellation).ConfigureAwait(false);
            analysis = answer.Deserialize<FFProbeAnalysis>();
        }
        catch (JsonException)
        {
            // It is not media. The error is thrown below, where ffprobe's exit code is known too.
        }

        var exit = await probe.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0 || analysis?.Format is null || analysis.Streams is null)
        {
            throw new InputException(
                file is not null && IsoPicture.IsHeic(file.Path)
                    ? $"{name}: is a HEIC picture, which ffmpeg {FFmpegTools.Version} cannot read; 7.1 or newer can, or make a JPEG of it."
                    : $"{name}: is not a video, GIF or picture that ffmpeg can read.",
                exit.Details);
        }

        var streams = analysis.Streams;
        var videos = new VideoStreams(name, streams, answer);
        var chosen = videos.Choose(wanted);
        if (chosen is not { Stream: var video, Frames: var frames } || analysis.Format.FormatName == TextFormat)
        {
            var sound = streams.Any(stream => stream.CodecType == "audio") ? ", only sound" : "";
            throw new InputException($"{name}: has no video{sound}; give a video, a GIF or a picture.");
        }

        if ((video.Width ?? 0) == 0 && file is not null && IsoPicture.IsAvif(file.Path))
        {
            throw new InputException(
                $"{name}: is an AVIF picture of several tiles, or damaged; ffmpeg {FFmpegTools.Version} cannot read it. "
                + $"For tiles, 7.1 or newer can, or make a PNG of it.");
        }

        if ((long)(video.Width ?? 0) * (video.Height ?? 0) > InputArguments.LargestPicture)
        {
            throw new InputException(
                $"{name}: frames of {video.Width}×{video.Height} are too large; "
                + $"at most {InputArguments.LargestPicture >> 20} Mi pixels are taken.");
        }

        var first = StartOf(answer.GetProperty("format"));
        var detail = answer.GetProperty("streams").EnumerateArray().ElementAt(streams.TakeWhile(stream => stream != video).Count());
        var late = StartOf(detail) - (first > TimeSpan.Zero ? first : TimeSpan.Zero);
        return Describe(name, analysis.Format, video) with
        {
            AudioCodecs = [.. streams.Where(stream => stream.CodecType == "audio").Select(stream => stream.CodecName ?? "")],
            FirstTime = first,
            TimeBase = detail.TryGetProperty("time_base", out var ticks) ? Rational.TryParse(ticks.GetString()) : null,
            IsReordered = detail.TryGetProperty("has_b_frames", out var held) && held.GetInt32() > 0,
            VideoStart = late > TimeSpan.Zero ? late : TimeSpan.Zero,
            Frames = frames,
            TakenStream = videos.Info(video),
            OtherStreams = videos.Others(video),
            Tags = RecordingTags.Read(analysis.Format, video, streams),
            SubtitleCodecs = [.. streams.Where(stream => stream.CodecType == "subtitle").Select(stream => stream.CodecName ?? "")],
        };
    }

    private static MediaInfo Describe(string name, FFProbeFormat format, FFProbeStream video)
    {
        var seconds = Seconds(video.Duration) is > 0 and var own ? own : Seconds(format.Duration);
        var rate = Rate(video.AvgFrameRate) ?? Rate(video.FrameRate);
        return new MediaInfo(name)
        {
            Format = format.FormatName ?? "",
            Stream = video.Index,
            Codec = video.CodecName ?? "",
            PixelFormat = video.PixelFormat ?? "",
            Duration = seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null,
            FrameRate = rate,
            EstimatedFrames = seconds is > 0 and < int.MaxValue && rate is not null
                ? Math.Max(1, (long)Math.Round(seconds * rate.Value.Value))
                : null,
            LastFrameDuration = rate is not null ? TimeSpan.FromSeconds(1 / rate.Value.Value) : null,
            IsInterlaced = video.FieldOrder is "tt" or "bb" or "tb" or "bt",
            HasHiddenAlpha = video.CodecName is "vp8" or "vp9" && Tag(video, "alpha_mode") == "1",
            Color = ColorTags.Read(video),
        };
    }

    private static TimeSpan StartOf(JsonElement section) =>
        section.TryGetProperty("start_time", out var start)
            && Seconds(start.GetString()) is > -int.MaxValue and < int.MaxValue and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    // How the camera was held, as EXIF numbers it.
    private static async Task<int> OrientationAsync(FileLocation file, CancellationToken cancellation)
    {
        await using var probe = FFmpegProcess.Probe([.. InputArguments.Of(file), .. QuestionOfPictures]);
        try
        {
            return OrientationOf(
                await JsonSerializer.DeserializeAsync<JsonElement>(probe.Output, cancellationToken: cancellation).ConfigureAwait(false));
        }
        catch (JsonException)
        {
            return Upright;
        }
    }

    private static int OrientationOf(JsonElement answer)
    {
        if (answer.TryGetProperty("frames", out var frames)
            && frames.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
            && first.TryGetProperty("tags", out var tags) && tags.TryGetProperty("Orientation", out var number)
            && int.TryParse(number.GetString(), CultureInfo.InvariantCulture, out var orientation))
        {
            return orientation;
        }

        return Upright;
    }

    // Containers without a rate say 0/0, 1000/1 and the like.
    private static Rational? Rate(string? text) => Rational.TryParse(text) is { Value: > 0.001 and < 1000 } rate ? rate : null;

    private static string? Tag(FFProbeStream stream, string name) =>
        stream.Tags?.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static double Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : double.NaN;
}
