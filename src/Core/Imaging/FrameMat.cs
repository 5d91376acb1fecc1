using System.Buffers;
using OpenCvSharp;

namespace U2Video.Core.Imaging;

/// <summary>A frame's or a mask's own memory as an OpenCV matrix, for as long as this is not disposed.</summary>
internal sealed class FrameMat : IDisposable
{
    private readonly MemoryHandle _pin;

    private FrameMat(Mat mat, MemoryHandle pin) => (Mat, _pin) = (mat, pin);

    /// <summary>The matrix; it shares the memory.</summary>
    public Mat Mat { get; }

    /// <summary>A view of a frame; H×W, as many channels as its layout has, of bytes or 16-bit words.</summary>
    public static FrameMat Of(Frame frame) => Of(frame.Pixels, frame.Width, frame.Height, TypeOf(frame.Layout));

    /// <summary>A view of a mask; H×W floats.</summary>
    public static FrameMat Of(Mask mask) => Of(mask.Memory, mask.Width, mask.Height, MatType.CV_32FC1);

    /// <summary>OpenCV's type of a layout's pixels.</summary>
    public static MatType TypeOf(PixelLayout layout) =>
        layout.BytesPerSample == 1 ? MatType.CV_8UC(layout.Channels) : MatType.CV_16UC(layout.Channels);

    /// <summary>Ends the view; the memory stays.</summary>
    public void Dispose()
    {
        Mat.Dispose();
        _pin.Dispose();
    }

    private static unsafe FrameMat Of<T>(Memory<T> memory, int width, int height, MatType type)
    {
        var pin = memory.Pin();
        return new FrameMat(Mat.FromPixelData(height, width, type, (nint)pin.Pointer), pin);
    }
}
