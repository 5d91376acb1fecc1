using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Where frames come from.</summary>
internal interface IFrameSource : IAsyncDisposable
{
    /// <summary>What is known of the clip.</summary>
    MediaInfo Media { get; }

    /// <summary>Size, time base and layout of the frames.</summary>
    VideoFormat Video { get; }

    /// <summary>
    /// The sound of a clip that cannot be read twice. It is complete when all frames are read; null where the clip has none.
    /// </summary>
    Soundtrack? SpooledSound => null;

    /// <summary>The frames in the order in which they are shown.</summary>
    /// <exception cref="InputException">The clip is broken off or damaged; the frames before that were given.</exception>
    IAsyncEnumerable<Frame> ReadFramesAsync(CancellationToken cancellation = default);
}
