using static TorchSharp.torch;

namespace U2Video.Core.Torch;

/// <summary>
/// Torch's random generator, of which a process has one. TorchSharp's own functions make a <see cref="Generator"/> for each call that
/// nothing keeps alive during the call, as with numbers: see <see cref="Arithmetic"/>.
/// </summary>
internal static class RandomState
{
    /// <summary>Seeds the generators of the CPU and of all other devices.</summary>
    public static void Seed(long seed)
    {
        using var generator = random.manual_seed(seed);
    }

    /// <summary>The state of the CPU's generator, as bytes that belong to the caller's scope.</summary>
    public static Tensor Get()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Restores a state that <see cref="Get"/> returned.</summary>
    public static void Set(Tensor state)
    {
        using var generator = Generator.Default;
        generator.set_state(state);
        GC.KeepAlive(state);
    }
}
