using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Encoding;

/// <summary>Writes the pixels of frames, one behind the other, and nothing else.</summary>
/// <param name="stream">Where to; it stays the caller's.</param>
internal sealed class RawFrameSink(Stream stream) : IFrameSink
{
    /// <inheritdoc/>
    public async ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(frame.Pixels, cancellation).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new OutputClosedException(error);
        }
    }

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellation) => stream.FlushAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
