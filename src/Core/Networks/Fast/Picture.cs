using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Where the values of a channels-last tensor are. The tensor has to outlive it: as one of a dispose scope, or by
/// <see cref="GC.KeepAlive(object)"/> behind the last use.
/// </summary>
/// <param name="values">The first one.</param>
/// <param name="height">In pixels.</param>
/// <param name="width">In pixels.</param>
/// <param name="channels">Values of a pixel.</param>
internal readonly unsafe struct Picture(float* values, int height, int width, int channels)
{
    /// <summary>In pixels.</summary>
    public int Height => height;

    /// <summary>In pixels.</summary>
    public int Width => width;

    /// <summary>Values of a pixel.</summary>
    public int Channels => channels;

    /// <summary>The pictures of a tensor.</summary>
    /// <param name="pixels">B×H×W×C, contiguous, in float32, on the CPU.</param>
    public static Picture Of(Tensor pixels) =>
        new(ValuesOf(pixels), (int)pixels.shape[1], (int)pixels.shape[2], (int)pixels.shape[3]);

    /// <summary>The first value of a contiguous tensor in float32 on the CPU, for as long as the tensor lives.</summary>
    public static float* ValuesOf(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>The first channel of a pixel of a batch's picture.</summary>
    public float* Pixel(int picture, int y, int x) => values + (((((nint)picture * height) + y) * width) + x) * channels;
}
