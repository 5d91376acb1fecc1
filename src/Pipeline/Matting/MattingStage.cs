using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting;

/// <summary>Brings masks to their frames' own size.</summary>
/// <param name="mode">How masks are brought to the frames' size.</param>
internal sealed class MattingStage(EdgeMode mode)
{
    /// <summary>Masked frames in, matted frames out, in order.</summary>
    public async IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var masked in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return Matte(masked);
        }
    }

    /// <summary>Mattes one frame, which is taken over.</summary>
    public MattedFrame Matte(MaskedFrame masked)
    {
        Frame? mask = null;
        try
        {
            mask = mode == EdgeMode.Fast
                ? BilinearUpsampling.ToFrameSize(masked.Mask, masked.Frame)
                : GuidedUpsampling.Default.ToFrameSize(masked.Mask, masked.Frame);
            return new MattedFrame(masked.Frame, mask);
        }
        catch
        {
            mask?.Dispose();
            masked.Frame.Dispose();
            throw;
        }
        finally
        {
            masked.Input.Dispose();
            masked.Mask.Dispose();
        }
    }
}
