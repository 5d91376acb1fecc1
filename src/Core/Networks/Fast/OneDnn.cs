using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Convolutions of oneDNN that libtorch has but the binding lacks: with weights laid out once in oneDNN's own blocks, and
/// with ReLU and a sum done while the result is still in registers. They are reached through libtorch's C interface, the one that
/// programs compiled ahead of time use. Tensors are contiguous channels-last; without gradients.
/// </summary>
/// <remarks>A tensor's handle keeps nothing alive, so each function keeps its tensors alive until libtorch has finished.</remarks>
internal static unsafe partial class OneDnn
{
    // A convolution of 2048×2048 pictures takes as much. Memory that is not touched costs nothing.
    private const nuint LargeBlock = 1 << 30;

    private static readonly Lazy<bool> Works = new(() => Try(ScalarType.Float32));
    private static readonly Lazy<bool> WorksRounded = new(() => Works.Value && Avx512BW.IsSupported && Try(ScalarType.BFloat16));

    /// <summary>Whether this libtorch has these functions and they run on this processor.</summary>
    public static bool IsAvailable => Works.Value;

    /// <summary>Whether they also run with bfloat16.</summary>
    public static bool HasBFloat16 => WorksRounded.Value;

    /// <summary>Lays a weight out in oneDNN's way for an input of this shape; inputs of other shapes work too, but more slowly.</summary>
    /// <param name="weight">O×I×K×K on the CPU.</param>
    /// <param name="padding">The padding on each side; the stride is 1.</param>
    /// <param name="dilation">The distance between the kernel's values.</param>
    /// <param name="inputShape">B×I×H×W.</param>
    public static Tensor Pack(Tensor weight, int padding, int dilation, ReadOnlySpan<long> inputShape)
    {
        // The dispatcher takes ownership of its arguments: tensors, lists and the box of an optional value.
        var toOpaque = stackalloc ulong[] { Handle(weight), 0 };
        Check(aoti_torch_call_dispatcher("aten::to_mkldnn", "", toOpaque), "to_mkldnn");

        var size = (ulong*)operator_new((nuint)sizeof(ulong));
        *size = List(inputShape);
        var reorder = stackalloc ulong[]
        {
            toOpaque[0], List([padding, padding]), List([1, 1]), List([dilation, dilation]), 1, (ulong)size,
        };
        Check(aoti_torch_call_dispatcher("aten::mkldnn_reorder_conv2d_weight", "", reorder), "mkldnn_reorder_conv2d_weight");
        return Tensor.UnsafeCreateTensor((nint)reorder[0]);
    }

    /// <summary>A convolution of stride 1, followed by ReLU if it is wanted.</summary>
    /// <param name="x">B×I×H×W.</param>
    /// <param name="weight">From <see cref="Pack"/>.</param>
    /// <param name="bias">O; float32 or as the input.</param>
    /// <param name="padding">On each side.</param>
    /// <param name="dilation">Distance of the kernel's values.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static Tensor Convolve(Tensor x, Tensor weight, Tensor bias, int padding, int dilation, bool relu)
    {
        var (paddings, steps, dilations) = (new Pair(padding), new Pair(1), new Pair(dilation));
        var biasHandle = bias.Handle;
        nint result;
        var status = aoti_torch_cpu_mkldnn__convolution_pointwise(
            x.Handle, weight.Handle, &biasHandle, &paddings, 2, &steps, 2, &dilations, 2, 1,
            relu ? "relu" : "none", null, 0, null, &result);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        Check(status, "convolution_pointwise");
        return Tensor.UnsafeCreateTensor(result);
    }

    /// <summary>Adds a convolution of stride 1 to <paramref name="sum"/> in place, followed by ReLU.</summary>
    public static void ConvolveOnto(Tensor sum, Tensor x, Tensor weight, int padding, int dilation)
    {
        var (paddings, steps, dilations) = (new Pair(padding), new Pair(1), new Pair(dilation));
        var factor = 1.0;
        nint result;
        fixed (byte* relu = "relu"u8)
        {
            var then = relu;
            var status = aoti_torch_cpu_mkldnn__convolution_pointwise_binary_(
                sum.Handle, x.Handle, weight.Handle, null, &paddings, 2, &steps, 2, &dilations, 2, 1, "add", &factor, &then,
                null, 0, null, &result);
            GC.KeepAlive(sum);
            GC.KeepAlive(x);
            GC.KeepAlive(weight);
            Check(status, "convolution_pointwise_binary_");
        }

        // A second handle of the same tensor.
        _ = aoti_torch_delete_tensor_object(result);
    }

    private static bool Try(ScalarType type)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var mode = inference_mode();
            using var weight = ones(16, 16, 1, 1, dtype: type);
            using var x = ones(1, 1, 1, 16, dtype: type).permute(0, 3, 1, 2);
            using var packed = Pack(weight, padding: 0, dilation: 1, x.shape);
            using var y = Convolve(x, packed, zeros(16), padding: 0, dilation: 1, relu: true);
            ConvolveOnto(y, x, packed, padding: 0, dilation: 1);
            return y.to(float32).sum().item<float>() == 2 * 16 * 16;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ulong Handle(Tensor tensor)
    {
        nint handle;
        var status = aoti_torch_new_tensor_handle(tensor.Handle, &handle);
        GC.KeepAlive(tensor);
        Check(status, "new_tensor_handle");
        return (ulong)handle;
    }

    private static ulong List(ReadOnlySpan<long> values)
    {
        nint list;
        Check(torch_new_list_reserve_size((nuint)values.Length, &list), "new_list");
        foreach (var value in values)
        {
            Check(torch_list_push_back(list, (ulong)value), "list_push_back");
        }

        return (ulong)list;
    }

    private static void Check(int status, string function)
    {
        if (status != 0)
        {
            // Libtorch writes the reason only to its log. If there is no large block of memory, this throws OutOfMemoryException.
            NativeMemory.Free(NativeMemory.Alloc(LargeBlock));
            throw new InvalidOperationException($"libtorch's {function} failed; set TORCH_CPP_LOG_LEVEL=ERROR to see why.");
        }
    }

    /// <summary>The same number for height and width.</summary>
    private readonly struct Pair(long value)
    {
        private readonly long _height = value;
        private readonly long _width = value;
    }

#pragma warning disable IDE1006 // The names are libtorch's.
    [LibraryImport("libtorch_cpu", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int aoti_torch_call_dispatcher(string name, string overload, ulong* stack);

    [LibraryImport("libtorch_cpu")]
    private static partial int aoti_torch_new_tensor_handle(nint tensor, nint* result);

    [LibraryImport("libtorch_cpu")]
    private static partial int aoti_torch_delete_tensor_object(nint tensor);

    [LibraryImport("libtorch_cpu")]
    private static partial int torch_new_list_reserve_size(nuint size, nint* result);

    [LibraryImport("libtorch_cpu")]
    private static partial int torch_list_push_back(nint list, ulong value);

    [LibraryImport("libtorch_cpu", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int aoti_torch_cpu_mkldnn__convolution_pointwise(
        nint x, nint weight, nint* bias, Pair* padding, long paddings, Pair* stride, long strides, Pair* dilation, long dilations,
        long groups, string attribute, double** scalars, long scalarCount, byte** algorithm, nint* result);

    [LibraryImport("libtorch_cpu", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int aoti_torch_cpu_mkldnn__convolution_pointwise_binary_(
        nint other, nint x, nint weight, nint* bias, Pair* padding, long paddings, Pair* stride, long strides, Pair* dilation,
        long dilations,
        long groups, string binary, double* alpha, byte** unary, double** scalars, long scalarCount, byte** algorithm, nint* result);

    // A box is freed by C++'s delete.
    [LibraryImport("libstdc++.so.6", EntryPoint = "_Znwm")]
    private static partial nint operator_new(nuint size);
#pragma warning restore IDE1006
}
