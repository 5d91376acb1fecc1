using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Decoding;

/// <summary>Where frames come from.</summary>
internal interface IFrameSource : IAsyncDisposable
{
    /// <summary>What is known of the clip.</summary>
    MediaInfo Media { get; }

    /// <summary>Size, time base and layout of the frames.</summary>
    NutVideoStream Video { get; }

    /// <summary>
    /// The sound of a clip that cannot be read twice, whole when all frames are read; null where there is none.
    /// </summary>
    Soundtrack? LaidAsideSound => null;

    /// <summary>The frames in the order in which they are shown.</summary>
    /// <exception cref="InputException">The clip is broken off or damaged; the frames before that were given.</exception>
    IAsyncEnumerable<Frame> ReadFramesAsync(CancellationToken cancellation = default);
}
