using System.Diagnostics;
using U2Video.Core;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Masking;
using U2Video.Pipeline.Smoothing;

namespace U2Video.Pipeline;

/// <summary>
/// The whole way of a frame: decode → resize → mask → smooth → composite → encode. Each stage runs at the same time as the others and
/// hands its frames on through a bounded buffer, so memory does not grow with the clip.
/// </summary>
/// <param name="predictor">The network. It stays the caller's, and several pipelines may share it.</param>
public sealed class VideoPipeline(MaskPredictor predictor)
{
    private const int FramesBetweenStages = 4;

    /// <summary>Makes one output clip of one input clip.</summary>
    /// <param name="options">What to read, make and how.</param>
    /// <param name="progress">Told after every frame that the encoder took.</param>
    /// <param name="cancellation">Stops all stages; no output is left then.</param>
    /// <returns>Where the run stood at its end.</returns>
    /// <exception cref="U2VideoException">Input, options or output cannot be used; nothing is left under the output's name.</exception>
    public async Task<PipelineProgress> RunAsync(
        PipelineOptions options, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var watch = Stopwatch.StartNew();
        var media = await MediaProbe.ReadAsync(options.Input, cancellation).ConfigureAwait(false);
        var format = OutputFormat.ForPath(options.Combined);
        media = format.IsGif ? await MediaProbe.WithLastFrameAsync(media, cancellation).ConfigureAwait(false) : media;
        using var output = new ReplacedFile(options.Combined, options.Overwrite);

        var batchSize = options.BatchSize ?? predictor.PreferredBatchSize;

        await using var decoder = await VideoDecoder.OpenAsync(media.Path, cancellation).ConfigureAwait(false);
        var decoded = decoder.ReadFramesAsync(cancellation)
            .Buffered(FramesBetweenStages, cancellation);
        var sized = new ResizingStage(predictor).RunAsync(decoded, cancellation)
            .Buffered(Math.Max(FramesBetweenStages, batchSize), cancellation);
        var treatment = new MaskTreatment(options.Normalization, predictor.Description.Output, options.Smoothing);
        var masking = new MaskingStage(predictor, batchSize, treatment.PerFrame, options.Reuse);
        var masked = masking.RunAsync(sized, cancellation)
            .Buffered(FramesBetweenStages, cancellation);
        var smoothed = treatment.RunAsync(masked, cancellation);
        var composed = new PanelCompositor(options.Panels).RunAsync(smoothed, cancellation)
            .Buffered(FramesBetweenStages, cancellation);

        var encoder = new VideoEncoder(media, format, decoder.Video, output.TemporaryPath);
        var frames = 0L;
        await encoder.WriteAsync(composed, () => progress?.Report(Standing(++frames)), cancellation).ConfigureAwait(false);
        output.Commit();
        return Standing(frames);

        PipelineProgress Standing(long done) => new(done, media.EstimatedFrames, watch.Elapsed)
        {
            InferredFrames = masking.InferredFrames,
            ReusedFrames = masking.ReusedFrames,
        };
    }
}
