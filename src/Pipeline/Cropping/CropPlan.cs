using System.Runtime.CompilerServices;
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Cropping;

/// <summary>Which part of each frame is shown.</summary>
/// <param name="windows">The parts of the frames in order, all of one size; the last one holds for all further frames.</param>
internal sealed class CropPlan(IReadOnlyList<Rect> windows)
{
    /// <summary>The size of all parts, in pixels.</summary>
    public (int Width, int Height) Size => (windows[0].Width, windows[0].Height);

    /// <summary>The parts of the frames in order.</summary>
    public IReadOnlyList<Rect> Windows => windows;

    /// <summary>Frames in, their parts out, in order.</summary>
    public async IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<MattedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var index = 0;
        await foreach (var matted in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            using (matted)
            {
                yield return Part(matted, windows[Math.Min(index++, windows.Count - 1)]);
            }
        }
    }

    private static MattedFrame Part(MattedFrame matted, Rect window)
    {
        var frame = Part(matted.Frame, window);
        try
        {
            return new MattedFrame(frame, Part(matted.Matte, window)) { StartsScene = matted.StartsScene };
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private static Frame Part(Frame whole, Rect window)
    {
        var part = new Frame(window.Width, window.Height, whole.Timestamp, whole.Layout);
        try
        {
            using var from = FrameMat.Of(whole);
            using var to = FrameMat.Of(part);
            using var inside = from.Mat.SubMat(window);
            inside.CopyTo(to.Mat);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }
}
