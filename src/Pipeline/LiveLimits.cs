using U2Video.Core.Errors;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline;

/// <summary>Refuses what cannot be made of live pictures.</summary>
internal static class LiveLimits
{
    /// <summary>Checks a run's input, once its headers are read.</summary>
    /// <exception cref="UsageException">It is a picture.</exception>
    public static void Check(MediaInfo media)
    {
        // Pictures that come through a pipe may be a stream.
        if (media is { IsPicture: true, Location: not null })
        {
            var live = PipelineOptions.Named.Live;
            throw new UsageException($"{live}: {media.Name} is a picture, which has no pace; leave {live} out.");
        }
    }

    /// <summary>Checks a run.</summary>
    /// <exception cref="UsageException">Something of it cannot be made of live pictures.</exception>
    public static void Check(PipelineOptions options)
    {
        var live = PipelineOptions.Named.Live;
        Check(options.Input is not SequenceSource, $"{live}: {options.Input.Name} is pictures, which have no pace; leave {live} out");
        Check(options.Outputs.Count > 0, $"{live}: there is no output; give {PipelineOptions.Named.Outputs}");
        Check(
            options.Matte is null,
            $"{live}: {PipelineOptions.Named.Matte} needs the network's mask of every frame; leave one of the two out");
        Check(
            options.Crop is null, $"{live}: {PipelineOptions.Named.Crop} has to see the whole clip first; leave one of the two out");
        Check(
            options.Part is null, $"{live}: a part is no live picture; leave {live} out");
        Check(
            options.Smoothing.Mode != SmoothingMode.Lookahead,
            $"{live}: {PipelineOptions.Named.Smoothing} {nameof(SmoothingMode.Lookahead)} waits for frames of the future; "
            + $"give {nameof(SmoothingMode.Ema)} or {nameof(SmoothingMode.Off)}");
        Check(
            options.BatchSize is null && !options.TryBatchSizes,
            $"{live}: {MattingOptions.Named.BatchSize} would wait for more frames; leave it out");
        foreach (var output in options.Outputs)
        {
            Check(
                !output.Container.IsSequence && !output.Container.IsPicture,
                $"{live}: {output.Target} {output.Name} is pictures, which have no times; name a clip or a stream");
        }

        static void Check(bool holds, MessageText otherwise)
        {
            if (!holds)
            {
                throw new UsageException($"{otherwise}.");
            }
        }
    }
}
