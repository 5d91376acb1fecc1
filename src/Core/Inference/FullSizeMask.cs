using OpenCvSharp;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>Resizes a mask from the network's size to its picture's.</summary>
internal static class FullSizeMask
{
    /// <summary>Interpolates bilinearly between the pixels' centers.</summary>
    /// <param name="mask">The mask, row by row.</param>
    /// <param name="size">The mask's size.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">The picture's height in pixels.</param>
    /// <returns>The mask at the picture's size, row by row.</returns>
    public static unsafe float[] Resize(ReadOnlySpan<float> mask, InputSize size, int width, int height)
    {
        var result = new float[width * height];
        fixed (float* source = mask, destination = result)
        {
            using var small = Mat.FromPixelData(size.Height, size.Width, MatType.CV_32FC1, (nint)source);
            using var full = Mat.FromPixelData(height, width, MatType.CV_32FC1, (nint)destination);
            Cv2.Resize(small, full, full.Size(), interpolation: InterpolationFlags.Linear);
        }

        return result;
    }
}
