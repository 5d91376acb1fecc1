using System.Runtime.InteropServices;
using OpenCvSharp;
using static TorchSharp.torch;

namespace U2Video.Core.Data;

/// <summary>Pictures at the network's size.</summary>
internal static class SquarePicture
{
    /// <summary>Resizes a picture, whatever its shape, to a square.</summary>
    /// <param name="image">RGB bytes.</param>
    /// <param name="size">The side in pixels.</param>
    /// <returns>1×size×size×3, bytes, on the CPU.</returns>
    public static Tensor ToTensor(Mat image, int size)
    {
        using var resized = new Mat();
        Cv2.Resize(image, resized, new OpenCvSharp.Size(size, size), interpolation: InterpolationFlags.Area);
        resized.GetArray(out Vec3b[] pixels);
        return tensor(MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray(), [1, size, size, 3]);
    }
}
