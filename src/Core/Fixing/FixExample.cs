using OpenCvSharp;
using U2Video.Core.Data.Masks;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Core.Fixing;

/// <summary>A frame to learn from, with its mask. Owns both.</summary>
internal sealed class FixExample : IDisposable
{
    // Variations are made at twice the network's size and then averaged, so that they are as sharp as the frame itself.
    private const int Oversampling = 2;

    private FixExample(Frame input, Mat image, Mat mask) => (Input, Image, Mask) = (input, image, mask);

    /// <summary>The frame as the network sees it.</summary>
    public Frame Input { get; }

    /// <summary>The frame at twice that size: RGB bytes.</summary>
    public Mat Image { get; }

    /// <summary>The mask at twice that size: bytes, with a second channel if pixels are to be ignored (<see cref="MaskPlanes"/>).</summary>
    public Mat Mask { get; }

    /// <summary>Copies a frame and its mask.</summary>
    /// <param name="frame">The frame, of any layout.</param>
    /// <param name="mask">Bytes of any size, which cover the frame, as <see cref="Mask"/> says.</param>
    /// <param name="size">The network's size.</param>
    public static FixExample Of(Frame frame, Mat mask, InputSize size)
    {
        var input = new Frame(size.Width, size.Height);
        using var large = new Frame(Oversampling * size.Width, Oversampling * size.Height);
        InputResizing.Resize(frame, input);
        InputResizing.Resize(frame, large);
        using var view = FrameMat.Of(large);
        var sized = new Mat();
        Cv2.Resize(mask, sized, view.Mat.Size(), interpolation: InterpolationFlags.Area);
        return new FixExample(input, view.Mat.Clone(), sized);
    }

    /// <summary>The network's size.</summary>
    public InputSize Size => new(Input.Width, Input.Height);

    /// <summary>The mask at the network's size, 0…1, row by row.</summary>
    public float[] Truth()
    {
        using var small = new Mat();
        Cv2.Resize(Mask, small, new OpenCvSharp.Size(Input.Width, Input.Height), interpolation: InterpolationFlags.Area);
        return [.. MaskPlanes.Bytes(small).Subject.Select(value => value / (float)byte.MaxValue)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Image.Dispose();
        Mask.Dispose();
    }
}
