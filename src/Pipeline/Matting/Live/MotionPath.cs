using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>
/// How the picture has moved since a certain frame, over any number of frames: the motions from frame to frame, one after the other. A mask
/// of that frame is moved once, by the whole path, because a mask that is moved again and again becomes soft.
/// </summary>
internal sealed class MotionPath : IDisposable
{
    // OpenCV's second map is for places of another format.
    private readonly Mat _none = new();

    // h×w×2 floats: how far each place is from where it was in the path's first frame. Null as long as nothing has moved.
    private Mat? _offset;

    /// <summary>Adds the motion from the last frame to the next one.</summary>
    /// <param name="motion">As <see cref="MotionEstimator.Next"/> gives it; it stays the caller's.</param>
    public void Add(Mat motion)
    {
        if (_offset is null)
        {
            _offset = motion.Clone();
            return;
        }

        // Where a place was before, and where that place had been in the first frame.
        using var places = Places(motion);
        using var earlier = new Mat();
        Cv2.Remap(_offset, earlier, places, _none, InterpolationFlags.Linear, BorderTypes.Replicate);
        Cv2.Add(motion, earlier, _offset);
    }

    /// <summary>Moves a mask of the path's first frame to its last one.</summary>
    /// <param name="mask">The mask; it stays the caller's.</param>
    /// <returns>A new mask; the caller owns it.</returns>
    public Mask Move(Mask mask)
    {
        var moved = new Mask(mask.Width, mask.Height);
        if (_offset is null)
        {
            mask.Values.CopyTo(moved.Values);
            return moved;
        }

        using var offset = new Mat();
        Cv2.Resize(_offset, offset, new Size(mask.Width, mask.Height), interpolation: InterpolationFlags.Linear);
        var (wider, higher) = ((double)mask.Width / _offset.Width, (double)mask.Height / _offset.Height);
        Cv2.Multiply(offset, new Scalar(wider, higher), offset);
        using var places = Places(offset);
        using var source = FrameMat.Of(mask);
        using var target = FrameMat.Of(moved);
        Cv2.Remap(source.Mat, target.Mat, places, _none, InterpolationFlags.Linear, BorderTypes.Replicate);
        return moved;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _offset?.Dispose();
        _none.Dispose();
    }

    // Each place plus its offset.
    private static Mat Places(Mat offset)
    {
        var places = offset.Clone();
        var width = places.Width;
        var values = places.AsSpan<Vec2f>();
        for (var (y, i) = (0, 0); i < values.Length; y++)
        {
            for (var x = 0; x < width; x++, i++)
            {
                values[i] = new Vec2f(values[i].Item0 + x, values[i].Item1 + y);
            }
        }

        return places;
    }
}
