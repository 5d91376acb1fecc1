using U2Video.Core.Files;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Encoding;

/// <summary>Writes the pixels of frames, one frame after the other, and nothing else.</summary>
/// <param name="stream">The stream to write to; it stays the caller's.</param>
/// <param name="name">What the stream is called in messages.</param>
internal sealed class RawFrameSink(Stream stream, string name) : IFrameSink
{
    private byte[] _pixels = [];

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
    {
        if (_pixels.Length != frame.ByteCount)
        {
            _pixels = new byte[frame.ByteCount];
        }

        // A write that cannot be cancelled may still run when the frame's memory is in use again, so it gets a copy.
        frame.Pixels.CopyTo(_pixels);
        try
        {
            await stream.WriteAsync(_pixels, cancellation).AsTask().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StreamingFile.Explain(name, error);
        }
    }

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellation) => stream.FlushAsync(cancellation).WaitAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
