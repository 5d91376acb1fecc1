using U2Video.Core.Errors;
using U2Video.Pipeline.Fixing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline;

/// <summary>Limits a run to one frame of its clip.</summary>
internal static class FrameChoice
{
    /// <summary>The options of a run on one frame.</summary>
    /// <param name="options">The options of the run on the clip.</param>
    /// <param name="key">The frame.</param>
    /// <param name="named">What the user gave the key to, for messages.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">The clip cannot be read, or has no such frame.</exception>
    /// <exception cref="UsageException">The clip cannot be read twice.</exception>
    public static async Task<PipelineOptions> ApplyAsync(
        PipelineOptions options, FrameKey key, MessageText named, CancellationToken cancellation)
    {
        if (options.Input is not (FileSource or SequenceSource))
        {
            throw new UsageException($"{named}: {options.Input.Name} cannot be read twice; save it to a file first.");
        }

        var times = await FrameTimes.ReadAsync(options.Input, options.VideoStream, cancellation).ConfigureAwait(false);
        if (!times.AreExact)
        {
            throw new InputException(
                $"{named}: in this container no frame is found exactly by its time; make a Matroska file of {options.Input.Name} "
                + $"(ffmpeg -i … -c copy out.mkv).");
        }

        return options with { From = times.StartOf(times.IndexOf(key, named)), MaxFrames = 1 };
    }
}
