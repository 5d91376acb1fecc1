using static TorchSharp.torch;

namespace U2Video.Core.Torch;

/// <summary>
/// Torch's source of chance, of which a process has one. TorchSharp's own functions make a <see cref="Generator"/> for each call that
/// nothing keeps alive during it, just as numbers: see <see cref="Arithmetic"/>.
/// </summary>
internal static class RandomState
{
    /// <summary>Begins anew, on the CPU and on all other devices.</summary>
    public static void Seed(long seed)
    {
        using var generator = random.manual_seed(seed);
    }

    /// <summary>Where the CPU's chance is, as bytes that belong to the caller's scope.</summary>
    public static Tensor Get()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Goes back to where <see cref="Get"/> was called.</summary>
    public static void Set(Tensor state)
    {
        using var generator = Generator.Default;
        generator.set_state(state);
        GC.KeepAlive(state);
    }
}
