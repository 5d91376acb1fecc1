using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Parts;

/// <summary>Makes an output of its parts: one stream of frames, with the sound of the input.</summary>
/// <param name="output">The output's name.</param>
internal sealed class PartJoin(string output)
{
    private static readonly PropertyName NamedInput = PropertyName.Of<PartJoin>(nameof(Input));

    private readonly PartFolder _folder = new(output);

    /// <summary>Where the input lies now; null for where it lay when the parts were made.</summary>
    public string? Input { get; init; }

    /// <summary>Whether the input is known to be the one that the parts were made of, and need not be read for that.</summary>
    public bool TrustsInput { get; init; }

    /// <summary>Whether the output may replace a file.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether the parts stay.</summary>
    public bool KeepsParts { get; init; }

    /// <summary>Joins the parts, and removes them.</summary>
    /// <returns>How they were stored, and how many frames the output has.</returns>
    /// <exception cref="InputException">Parts are missing or do not fit together, or the input is not the one of the parts.</exception>
    /// <exception cref="U2VideoException">The output cannot be written.</exception>
    public async Task<(PartStorage Storage, long Frames)> RunAsync(CancellationToken cancellation)
    {
        var parts = PartSet.Read(_folder, output);
        var container = Containers.ForPath(output);
        if (parts.Joining.Storage == PartStorage.Pictures)
        {
            JoinPictures(parts, cancellation);
        }
        else
        {
            using var file = new SingleFile(output, Overwrite);
            var job = await JobAsync(parts, container, cancellation).ConfigureAwait(false);
            var timeline = new OutputTimeline(parts.Video.TimeBase, container, job.HasSound) { ClipStart = parts.Joining.ClipStart };
            await (parts.Joining.Storage == PartStorage.Encoded
                ? CopyAsync(parts, job, timeline, file.TemporaryPath, cancellation)
                : EncodeAsync(parts, job, timeline, file.TemporaryPath, cancellation)).ConfigureAwait(false);
            file.Commit();
        }

        if (!KeepsParts)
        {
            _folder.Delete();
        }

        return (parts.Joining.Storage, parts.Frames);
    }

    private async Task<EncodingJob> JobAsync(PartSet parts, Container container, CancellationToken cancellation)
    {
        var (joining, known) = (parts.Joining, parts.Key.Input);
        var path = Input ?? known.Path;
        if (!File.Exists(path))
        {
            throw new InputException(
                $"{path}: is the input, whose sound and tags are needed, and is not there; say where it is: {NamedInput}.");
        }

        if (!TrustsInput && await InputLook.HashAsync(path, _folder, cancellation).ConfigureAwait(false) != known.Sha256)
        {
            throw new InputException($"{path}: is not the file that the parts were made of; say where that is: {NamedInput}.");
        }

        var media = await MediaProbe.ReadFileAsync(path, joining.Stream, cancellation).ConfigureAwait(false);
        media = await RangeProbe.WithEndAsync(media, joining.Range, cancellation).ConfigureAwait(false);
        var context = new OutputContext(media, parts.Video, joining.Range, SpooledSound: null, new StageTimes())
        {
            KeepAudio = joining.KeepAudio,
            ToneMap = joining.ToneMap,
            Plays = joining.Plays,
        };
        var encoder = new EncoderOptions(output, container)
        {
            Codec = joining.Codec,
            Quality = joining.Quality,
            FFmpegArguments = joining.Arguments,
        };
        return context.JobFor(encoder, isStream: false);
    }

    private async Task CopyAsync(PartSet parts, EncodingJob job, OutputTimeline timeline, string target, CancellationToken cancellation)
    {
        timeline.Begin(parts.Stored[0].Content.First);
        var list = PartialName.Beside(_folder.At("list.txt"));
        await File.WriteAllTextAsync(list, ListOf(parts, timeline), cancellation).ConfigureAwait(false);
        try
        {
            await using var process = FFmpegProcess.Start(
                job.JoiningArguments(list, timeline.First, timeline.Lead, FFmpegTools.FileArgument(target)));
            var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
            if (exit.Code != 0)
            {
                throw new U2VideoException(exit.Explain($"{output}: joining failed"), exit.Details);
            }
        }
        finally
        {
            File.Delete(list);
        }
    }

    // Each part is as long as the next one begins later. Rounded are the absolute times, to the microseconds that ffmpeg counts in, so no
    // errors add up.
    private static string ListOf(PartSet parts, OutputTimeline timeline)
    {
        var list = new StringBuilder("ffconcat version 1.0\n");
        var starts = parts.Stored.Select(part => Microseconds(timeline.TimeOf(part.Content.First))).ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var path = "file:" + parts.Stored[i].Path;
            list.Append(CultureInfo.InvariantCulture, $"file '{path.Replace("'", @"'\''", StringComparison.Ordinal)}'\n");
            if (i + 1 < starts.Length)
            {
                list.Append(CultureInfo.InvariantCulture, $"duration {starts[i + 1] - starts[i]}us\n");
            }
        }

        return list.ToString();
    }

    private static long Microseconds(TimeSpan time) =>
        new Rational(1, TimeSpan.TicksPerSecond).Rescale(time.Ticks, new Rational(1, 1_000_000));

    private static async Task EncodeAsync(
        PartSet parts, EncodingJob job, OutputTimeline timeline, string target, CancellationToken cancellation)
    {
        FFmpegSink? sink = null;
        try
        {
            foreach (var (content, path) in parts.Stored)
            {
                await foreach (var frame in FramesOfAsync(content, path, parts.Video.TimeBase, cancellation).ConfigureAwait(false))
                {
                    using (frame)
                    {
                        sink ??= await FFmpegSink.StartAsync(job, frame, parts.Video, timeline, target, stream: null, cancellation)
                            .ConfigureAwait(false);
                        await sink.WriteAsync(frame, cancellation).ConfigureAwait(false);
                    }
                }
            }

            await sink!.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (sink is not null)
            {
                await sink.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // With the time stamps that the frames had before they were stored.
    private static async IAsyncEnumerable<Frame> FramesOfAsync(
        PartContent content, string path, Rational timeBase,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var media = await MediaProbe.ReadFileAsync(path, stream: null, cancellation).ConfigureAwait(false);
        await using var decoder = await VideoDecoder.OpenFileAsync(
            media, new DecoderOptions { KeepDepth = true }, cancellation).ConfigureAwait(false);
        var count = 0L;
        await foreach (var frame in decoder.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            count++;
            var time = content.First + decoder.Video.TimeBase.Rescale(frame.Timestamp, timeBase);
            yield return (media.PixelFormat == "gray" ? GrayFrame.Of(frame) : frame).MovedTo(time);
        }

        if (count != content.Frames)
        {
            throw new InputException($"{path}: has {count} frames and not {content.Frames}; delete it and make the part again.");
        }
    }

    private void JoinPictures(PartSet parts, CancellationToken cancellation)
    {
        using var sequence = new FrameSequence(output, Overwrite);
        var number = 1;
        try
        {
            foreach (var (content, path) in parts.Stored)
            {
                var pictures = Directory.GetFiles(path).Order(StringComparer.Ordinal).ToArray();
                if (pictures.Length != content.Frames)
                {
                    throw new InputException(
                        $"{path}: has {pictures.Length} pictures and not {content.Frames}; delete it and make the part again.");
                }

                foreach (var picture in pictures)
                {
                    cancellation.ThrowIfCancellationRequested();
                    sequence.Add(picture, number++);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{output}: cannot be written ({error.Message}).", error);
        }

        sequence.Commit();
    }
}
