using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Memory for activations, which have the same sizes for each picture. glibc does not give a block that torch has freed to the
/// next request of the same size, because it adds a margin for alignment: the heap grows for tens of pictures, and fresh pages are slow.
/// Safe for several threads.
/// </summary>
internal static unsafe partial class ActivationPool
{
    // A block begins with its size; the header is as long as torch's alignment.
    private const int Alignment = 64;

    // If more than this is idle while a new size is requested, the sizes have changed.
    private const long MostIdle = 1L << 30;

    private static readonly Lazy<bool> Works = new(Try);
    private static readonly Dictionary<long, Stack<nint>> Idle = [];
    private static readonly Lock Guard = new();
    private static long _idleBytes;

    /// <summary>Whether this version of TorchSharp has the function that is needed.</summary>
    public static bool IsAvailable => Works.Value;

    /// <summary>A contiguous float32 tensor on the CPU with undefined values. Its memory returns to the pool when it is disposed.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static Tensor Rent(params ReadOnlySpan<long> shape)
    {
        var values = 1L;
        foreach (var length in shape)
        {
            values *= length;
        }

        var data = RentBlock(values * sizeof(float));
        fixed (long* lengths = shape)
        {
            const sbyte Type = (sbyte)ScalarType.Float32;
            var handle = THSTensor_new(data, &Return, lengths, shape.Length, Type, Type, (int)TorchSharp.DeviceType.CPU, -1, 0);
            if (handle == 0)
            {
                // It is not known whether the block was returned already; if it were returned twice, it would have two owners.
                throw new InvalidOperationException("TorchSharp could not make a tensor of existing memory.");
            }

            return Tensor.UnsafeCreateTensor(handle);
        }
    }

    /// <summary>Frees the memory that no tensor uses.</summary>
    public static void Trim()
    {
        lock (Guard)
        {
            foreach (var block in Idle.Values.SelectMany(blocks => blocks))
            {
                NativeMemory.AlignedFree((void*)block);
            }

            Idle.Clear();
            _idleBytes = 0;
        }
    }

    private static bool Try()
    {
        try
        {
            using var tensor = Rent(1);
            return tensor.shape is [1];
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static nint RentBlock(long size)
    {
        lock (Guard)
        {
            if (Idle.TryGetValue(size, out var blocks) && blocks.TryPop(out var idle))
            {
                _idleBytes -= size;
                return idle + Alignment;
            }

            if (_idleBytes > MostIdle)
            {
                Trim();
            }
        }

        var block = NewBlock(size + Alignment);
        *(long*)block = size;
        return block + Alignment;
    }

    private static nint NewBlock(long size)
    {
        try
        {
            return (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        }
        catch (OutOfMemoryException)
        {
            Trim();
            return (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Return(nint data)
    {
        var block = data - Alignment;
        var size = *(long*)block;
        lock (Guard)
        {
            try
            {
                if (!Idle.TryGetValue(size, out var blocks))
                {
                    Idle[size] = blocks = [];
                }

                blocks.Push(block);
                _idleBytes += size;
            }
            catch (OutOfMemoryException)
            {
                // Exceptions must not pass through native code.
                NativeMemory.AlignedFree((void*)block);
            }
        }
    }

#pragma warning disable IDE1006 // The name is TorchSharp's.
    [LibraryImport("LibTorchSharp")]
    private static partial nint THSTensor_new(
        nint data, delegate* unmanaged[Cdecl]<nint, void> deleter, long* lengths, int dimensions, sbyte storedType, sbyte type,
        int deviceType, int deviceIndex, byte requiresGrad);
#pragma warning restore IDE1006
}
