using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Planning;

/// <summary>The frames of a clip, which are divided among the parts.</summary>
internal sealed class ClipWork : FarmWork
{
    private readonly MediaInfo _media;
    private readonly ClipIndex _index;

    private ClipWork(MediaInfo media, ClipIndex index) => (_media, _index) = (media, index);

    /// <summary>Looks at the whole clip, and stores for the parts what it found.</summary>
    /// <exception cref="U2VideoException">The clip cannot be read, or what is asked for cannot be made in parts.</exception>
    public static async Task<ClipWork> FindAsync(PipelineOptions task, CancellationToken cancellation)
    {
        PartLimits.Check(task, new Division.Into(1).Option);
        var media = await MediaProbe.ReadFileAsync(task.Input.Name, task.VideoStream, cancellation).ConfigureAwait(false);
        media = await RangeProbe.WithEndAsync(media, task.Range, cancellation).ConfigureAwait(false);
        var (_, index) = await InputLook.OfAsync(
            task.Input.Name, media, task.Range, new PartFolder(task.Outputs[0].Path!), cancellation).ConfigureAwait(false);
        return new ClipWork(media, index)
        {
            Name = NameOf(task.Input.Name),
            Sample = task,
            Frames = index.Count,
            MostParts = (int)Math.Min(index.Count, ClipPart.Most),
            Joined = [.. task.Outputs.Select(output => output.Path!)],
        };
    }

    /// <inheritdoc/>
    public override void Discard() => new PartFolder(Joined[0]).RemoveIfEmpty();

    /// <inheritdoc/>
    public override double LargestFrames(int parts) => Math.Ceiling(Frames / parts);

    /// <inheritdoc/>
    public override async Task<PartCosts> CostsAsync(PlanMeasurement machine, CancellationToken cancellation)
    {
        var overlap = machine.Network is { } network
            ? await PartOverlap.FindAsync(Sample, _media, _index, network, cancellation).ConfigureAwait(false)
            : PartOverlap.OfSmoothing(Sample);
        return new PartCosts(machine.FramesPerSecond, machine.StartSeconds, overlap.Seconds, overlap.Frames);
    }
}
