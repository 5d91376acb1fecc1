using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// The threads of OpenMP, on which libtorch computes. Work that alternates with libtorch's own runs on the same threads, because others
/// would take processors from them.
/// </summary>
internal static unsafe partial class OpenMP
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

    /// <summary>Runs the work on each of the calling thread's <see cref="Threads"/> at the same time, and waits for all.</summary>
    /// <param name="work">Gets the thread's index, 0 to <see cref="Threads"/> - 1. There may be fewer threads than that.</param>
    /// <exception cref="Exception">The first exception of a thread.</exception>
    public static void Run(Action<int> work)
    {
        var threads = Threads;
        if (threads == 1 || !Works.Value)
        {
            work(0);
            return;
        }

        var region = new Region(work);
        var handle = GCHandle.Alloc(region);
        GOMP_parallel(&Enter, GCHandle.ToIntPtr(handle), (uint)threads, 0);
        handle.Free();
        region.ThrowIfFailed();
    }

    /// <summary>
    /// Does pieces of work on each of the calling thread's <see cref="Threads"/>, and waits for all. A free thread takes the next piece,
    /// because there may be fewer threads than were asked for, and other programs may slow one of them down.
    /// </summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="work">Gets the piece, 0 to <paramref name="count"/> - 1, and the thread's index.</param>
    /// <exception cref="Exception">The first exception of a thread.</exception>
    public static void ForEach(int count, Action<int, int> work)
    {
        var next = -1;
        Run(thread =>
        {
            for (var piece = Interlocked.Increment(ref next); piece < count; piece = Interlocked.Increment(ref next))
            {
                work(piece, thread);
            }
        });
    }

    // Calling the functions finds them in the same place as all later calls: in the libtorch that was chosen.
    private static bool Try()
    {
        try
        {
            GOMP_parallel(&DoNothing, 0, 1, 0);
            return omp_get_thread_num() >= 0 && omp_get_max_threads() > 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DoNothing(nint data)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Enter(nint region) => ((Region)GCHandle.FromIntPtr(region).Target!).Enter(omp_get_thread_num());

    // Exceptions must not pass through native code.
    private sealed class Region(Action<int> work)
    {
        private ExceptionDispatchInfo? _failure;

        public void Enter(int thread)
        {
            try
            {
                work(thread);
            }
            catch (Exception failure)
            {
                _failure ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }

#pragma warning disable IDE1006 // The names are OpenMP's; libtorch brings whichever library it was linked with.
    [LibraryImport("libtorch_cpu")]
    private static partial void omp_set_num_threads(int threads);

    [LibraryImport("libtorch_cpu")]
    private static partial int omp_get_max_threads();

    [LibraryImport("libtorch_cpu")]
    private static partial int omp_get_thread_num();

    [LibraryImport("libtorch_cpu")]
    private static partial void GOMP_parallel(delegate* unmanaged[Cdecl]<nint, void> work, nint data, uint threads, uint flags);
#pragma warning restore IDE1006
}
