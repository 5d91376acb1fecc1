using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Where the values of a channels-last tensor are in memory. The tensor has to outlive it: in a dispose scope, or by
/// <see cref="GC.KeepAlive(object)"/> after the last use.
/// </summary>
/// <param name="values">The address of the first value.</param>
/// <param name="height">The height in pixels.</param>
/// <param name="width">The width in pixels.</param>
/// <param name="channels">The number of values of a pixel.</param>
internal readonly unsafe struct Picture(float* values, int height, int width, int channels)
{
    /// <summary>In pixels.</summary>
    public int Height => height;

    /// <summary>In pixels.</summary>
    public int Width => width;

    /// <summary>The number of values of a pixel.</summary>
    public int Channels => channels;

    /// <summary>The pictures of a tensor.</summary>
    /// <param name="pixels">B×H×W×C, contiguous, in float32, on the CPU.</param>
    public static Picture Of(Tensor pixels) =>
        new(ValuesOf(pixels), (int)pixels.shape[1], (int)pixels.shape[2], (int)pixels.shape[3]);

    /// <summary>The address of the first value of a contiguous float32 tensor on the CPU; valid as long as the tensor lives.</summary>
    public static float* ValuesOf(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>The address of the first channel of a pixel of a picture in the batch.</summary>
    public float* Pixel(int picture, int y, int x) => values + (((((nint)picture * height) + y) * width) + x) * channels;
}
