using TorchSharp;
using static TorchSharp.torch;

namespace U2Video.Core.Torch;

/// <summary>
/// Arithmetic of tensors with numbers, and all arithmetic in which TorchSharp makes a number itself (<c>a + b</c> is <c>a + 1 × b</c>).
/// </summary>
/// <remarks>
/// TorchSharp turns a number into a <see cref="Scalar"/>, whose finalizer frees what libtorch reads, and nothing keeps it alive while
/// libtorch reads it: a collection at that moment silently makes the result wrong. So no other type converts numbers to scalars or calls
/// functions that do; a test of the compiled code verifies that. docs/reliability.md explains it in full.
/// Each function calls TorchSharp's function of a similar name and, like all of torch, is for one thread. The caller's scope owns the
/// result.
/// </remarks>
internal static class Arithmetic
{
    // It is never collected, because a static field refers to it.
    private static readonly Scalar One = 1;

    /// <summary>x + y, as a new tensor.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + number, as a new tensor.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add(scalar, One);
    }

    /// <summary>x · number, as a new tensor.</summary>
    public static Tensor Times(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.mul(scalar);
    }

    /// <summary>x / number, as a new tensor.</summary>
    public static Tensor DividedBy(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.div(scalar);
    }

    /// <summary>max(x, number), as a new tensor.</summary>
    public static Tensor AtLeast(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.clamp_min(scalar);
    }

    /// <summary>Where x ≥ number, as a new tensor of truth values.</summary>
    public static Tensor IsAtLeast(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.ge(scalar);
    }

    /// <summary>x becomes x + y.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x becomes x + factor · y.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        using Scalar scalar = factor;
        return x.add_(y, scalar);
    }

    /// <summary>x becomes x + number.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor AddInPlace(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add_(scalar, One);
    }

    /// <summary>x becomes x + 1, for integers and floating-point numbers.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor IncrementInPlace(this Tensor x) => x.add_(One, One);

    /// <summary>x becomes x · number.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor MultiplyInPlace(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.mul_(scalar);
    }

    /// <summary>x becomes x / number.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor DivideInPlace(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.div_(scalar);
    }

    /// <summary>x becomes x + factor · first · second.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor AddProductInPlace(this Tensor x, Tensor first, Tensor second, double factor)
    {
        using Scalar scalar = factor;
        return x.addcmul_(first, second, scalar);
    }

    /// <summary>x becomes x + factor · numerator / denominator.</summary>
    /// <returns><paramref name="x"/>.</returns>
    public static Tensor AddQuotientInPlace(this Tensor x, Tensor numerator, Tensor denominator, double factor)
    {
        using Scalar scalar = factor;
        return x.addcdiv_(numerator, denominator, scalar);
    }

    /// <summary>A tensor of the same number many times, in float32 on the CPU.</summary>
    public static Tensor Filled(long count, double number)
    {
        using Scalar scalar = number;
        return full(count, scalar, dtype: ScalarType.Float32);
    }
}
