using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Encoding;

/// <summary>Takes an output's frames.</summary>
internal interface IFrameSink : IAsyncDisposable
{
    /// <summary>Takes one frame; it stays the caller's.</summary>
    /// <exception cref="U2VideoException">The encoder failed, or the output's reader closed it.</exception>
    ValueTask WriteAsync(Frame frame, CancellationToken cancellation);

    /// <summary>Waits until all frames are written.</summary>
    /// <exception cref="U2VideoException">The encoder failed, or the output's reader closed it.</exception>
    Task CompleteAsync(CancellationToken cancellation);
}
