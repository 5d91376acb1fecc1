using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>How long activations are kept.</summary>
internal static class Activations
{
    /// <summary>
    /// Frees activations after their last use, unless gradients need them. Otherwise all of a picture's would live until the dispose scope
    /// ends; so the next step finds memory that is still in the processor's cache.
    /// </summary>
    public static void Release(this Tensor x)
    {
        if (!is_grad_enabled())
        {
            x.Dispose();
        }
    }

    /// <summary>Frees activations like <see cref="Release"/>, unless they are the same as others that are still needed.</summary>
    public static void ReleaseUnless(this Tensor x, Tensor needed)
    {
        if (!ReferenceEquals(x, needed))
        {
            x.Release();
        }
    }
}
