using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline;

/// <summary>
/// A run that continues where one before it was broken off. The clip is made in segments, one after the other; each is stored when it is
/// whole, and all are joined at the end. The masks of a segment that was broken off are kept too.
/// </summary>
/// <param name="network">The network, whose identity is known.</param>
/// <param name="segmentFrames">
/// How many frames a segment has. By default as many as H.264's encoder puts between two key frames by itself, so that segments add none.
/// </param>
internal sealed class ResumedRun(PredictorSource network, int segmentFrames = 250)
{
    /// <summary>Called with what the user should know of a clip, before its frames are made.</summary>
    public Action<PipelineNotice>? Notice { get; init; }

    /// <summary>Makes all outputs of one input, except for segments that are there already.</summary>
    /// <param name="options">What to read and make, and how.</param>
    /// <param name="progress">Called after every frame that the encoders took.</param>
    /// <param name="cancellation">Stops all stages; whole segments are left.</param>
    /// <returns>The progress at the end of the run.</returns>
    /// <exception cref="U2VideoException">Input, options or output cannot be used.</exception>
    public async Task<PipelineProgress> RunAsync(
        PipelineOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var division = new Division.Segments(segmentFrames);
        options.Validate();
        PartLimits.Check(options, division.Option);
        var folders = options.Outputs.Select(output => new PartFolder(output.Path!)).ToArray();

        // Outputs beside their parts were joined by a run that was broken off right after that.
        var wasJoining = folders.Any(folder => folder.IsBeingJoined);
        foreach (var output in options.Outputs.Where(_ => !wasJoining))
        {
            CheckPlace(output, options.Overwrite);
        }

        PipelineProgress made;
        using (var clip = await PartedClip.OpenAsync(network, options, division, cancellation).ConfigureAwait(false))
        {
            var standing = new SegmentProgress(progress, watch, clip.Frames);
            await MakeAsync(clip, standing, cancellation).ConfigureAwait(false);
            clip.CommitMatte();
            made = standing.Done;
        }

        Array.ForEach(folders, folder => folder.BeginJoin());
        foreach (var output in options.Outputs)
        {
            var join = new PartJoin(output.Path!) { Input = options.Input.Name, TrustsInput = true, Overwrite = true, KeepsParts = true };
            await join.RunAsync(cancellation).ConfigureAwait(false);
        }

        Array.ForEach(folders, folder => folder.Delete());
        return made with { Elapsed = watch.Elapsed };
    }

    private async Task MakeAsync(PartedClip clip, SegmentProgress standing, CancellationToken cancellation)
    {
        var notice = Notice;
        for (var number = 1; number <= clip.Count; number++)
        {
            if (await clip.PrepareAsync(number, cancellation).ConfigureAwait(false) is { } segment)
            {
                var made = await new VideoPipeline(network) { Notice = notice }.RunAsync(segment, standing, cancellation)
                    .ConfigureAwait(false);
                standing.Add(made);
                notice = null;
            }
            else
            {
                standing.Add(clip.FramesOf(number));
            }
        }
    }

    /// <summary>Checks that an output can be written, as a run that is not divided finds it out before its work.</summary>
    internal static void CheckPlace(MediaOutput output, bool overwrite)
    {
        using IOutputFile file = output.Container.IsSequence
            ? new FrameSequence(output.Path!, overwrite)
            : new SingleFile(output.Path!, overwrite);
    }
}
