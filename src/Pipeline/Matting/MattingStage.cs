using System.Runtime.CompilerServices;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting;

/// <summary>Brings the masks of one clip to their frames' own size, and edits what comes of it.</summary>
/// <param name="mode">How the size is changed.</param>
/// <param name="editor">What is changed about the mattes then; null: nothing. It is taken over.</param>
internal sealed class MattingStage(EdgeMode mode, MatteEditor? editor = null) : IAsyncDisposable
{
    /// <summary>Masked frames in, matted frames out, in order.</summary>
    public IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, CancellationToken cancellation = default) =>
        EditAsync(UpsampleAsync(frames, cancellation), cancellation);

    /// <summary>The first half: masked frames in, unedited mattes out, in order.</summary>
    public async IAsyncEnumerable<UneditedMatte> UpsampleAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var masked in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return Upsample(masked);
        }
    }

    /// <summary>The second half: unedited mattes in, matted frames out, in order. It closes what the editor has opened.</summary>
    public async IAsyncEnumerable<MattedFrame> EditAsync(
        IAsyncEnumerable<UneditedMatte> mattes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var _ = this.ConfigureAwait(false);
        await foreach (var unedited in mattes.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return await EditAsync(unedited, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Mattes one frame, which is taken over.</summary>
    public MattedFrame Matte(MaskedFrame masked, CancellationToken cancellation = default) =>
        EditAsync(Upsample(masked), cancellation).AsTask().GetAwaiter().GetResult();

    /// <summary>Closes what the editor has opened.</summary>
    public ValueTask DisposeAsync() => editor?.DisposeAsync() ?? ValueTask.CompletedTask;

    private UneditedMatte Upsample(MaskedFrame masked)
    {
        try
        {
            var matte = masked.Given is { } given ? given.ToFrameSize(masked.Frame)
                : mode == EdgeMode.Fast ? BilinearUpsampling.ToFrameSize(masked.Mask, masked.Frame)
                : GuidedUpsampling.Default.ToFrameSize(masked.Mask, masked.Frame);
            return new UneditedMatte(masked.Frame, matte, masked.StartsScene);
        }
        catch
        {
            masked.Frame.Dispose();
            throw;
        }
        finally
        {
            masked.Input.Dispose();
            masked.Mask.Dispose();
        }
    }

    private async ValueTask<MattedFrame> EditAsync(UneditedMatte unedited, CancellationToken cancellation)
    {
        try
        {
            if (editor is not null)
            {
                await editor.ApplyAsync(unedited.Matte, unedited.StartsScene, cancellation).ConfigureAwait(false);
            }

            return new MattedFrame(unedited.Frame, unedited.Matte) { StartsScene = unedited.StartsScene };
        }
        catch
        {
            unedited.Dispose();
            throw;
        }
    }
}
