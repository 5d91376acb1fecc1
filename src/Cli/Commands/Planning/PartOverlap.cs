using System.Diagnostics;
using U2Video.Core.Inference;
using U2Video.Pipeline;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Planning;

/// <summary>What a part reads beside its own frames.</summary>
/// <param name="Frames">Frames before and behind it, because its masks depend on them.</param>
/// <param name="Seconds">To find where they begin.</param>
internal sealed record PartOverlap(double Frames, double Seconds)
{
    private const int Samples = 3;

    /// <summary>The overlap where nothing is known of the network: that of smoothing.</summary>
    public static PartOverlap OfSmoothing(PipelineOptions task) =>
        new(task.Smoothing.Mode == Pipeline.Matting.Smoothing.SmoothingMode.Lookahead ? 2 * task.Smoothing.Radius : 0, 0);

    /// <summary>Finds the overlap at some places of the clip, as the parts themselves do.</summary>
    /// <returns>The mean.</returns>
    public static async Task<PartOverlap> FindAsync(
        PipelineOptions task, MediaInfo media, ClipIndex index, PredictorFacts network, CancellationToken cancellation)
    {
        var memory = FrameMemory.Of(task.Matting, network);
        var runIn = new RunIn(media, task.Decoding, network, memory);
        var (frames, found, watch) = (0.0, 0, Stopwatch.StartNew());
        for (var i = 1; i <= Samples; i++)
        {
            var before = index.Count * i / (Samples + 1);
            if (index.BoundaryBefore(before) is { } begin)
            {
                var from = await runIn.FindAsync(begin, cancellation).ConfigureAwait(false) ?? task.Range.Start;
                frames += memory.After + (before * ((begin - from) / (begin - task.Range.Start)));
                found++;
            }
        }

        return found == 0 ? new PartOverlap(0, 0) : new PartOverlap(frames / found, watch.Elapsed.TotalSeconds / found);
    }
}
