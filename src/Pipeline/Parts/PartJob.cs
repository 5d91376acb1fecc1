using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Parts;

/// <summary>The work of one part, as the pipeline has to do it.</summary>
/// <param name="Window">The frames that belong to it.</param>
/// <param name="Outputs">How its outputs are stored.</param>
/// <param name="Frames">How many frames it is expected to have.</param>
/// <param name="Open">Starts to decode the frames that are needed for it.</param>
internal sealed record PartJob(
    PartWindow Window, IPartialOutputs Outputs, long Frames, Func<CancellationToken, Task<IFrameSource>> Open)
{
    /// <summary>Holds masks for all parts; null for none.</summary>
    public MatteFile? Matte { get; init; }

    /// <summary>The part's frames alone.</summary>
    public IAsyncEnumerable<MattedFrame> InsideAsync(IAsyncEnumerable<MattedFrame> frames, CancellationToken cancellation) =>
        Window.InsideAsync(frames, cancellation);
}
