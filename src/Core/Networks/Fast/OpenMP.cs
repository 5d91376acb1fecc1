using System.Runtime.InteropServices;
using TorchSharp;

namespace U2Video.Core.Networks.Fast;

/// <summary>How many of OpenMP's threads libtorch computes on.</summary>
internal static partial class OpenMP
{
    private static readonly Lazy<bool> Works = new(Try);

    /// <summary>The number of threads that share the work of the calling thread.</summary>
    public static int Threads => torch.get_num_threads();

    /// <summary>Sets <see cref="Threads"/> for the calling thread alone; torch's own function sets it for the whole process.</summary>
    /// <returns>Whether this libtorch's OpenMP can be reached.</returns>
    public static bool TrySetThreads(int threads)
    {
        if (Works.Value)
        {
            omp_set_num_threads(threads);
        }

        return Works.Value;
    }

    // Calling a function finds it in the same place as all later calls: in the libtorch that was chosen.
    private static bool Try()
    {
        try
        {
            return omp_get_max_threads() > 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

#pragma warning disable IDE1006 // The names are OpenMP's; libtorch brings whichever library it was linked with.
    [LibraryImport("libtorch_cpu")]
    private static partial void omp_set_num_threads(int threads);

    [LibraryImport("libtorch_cpu")]
    private static partial int omp_get_max_threads();
#pragma warning restore IDE1006
}
