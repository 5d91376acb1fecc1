using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Work in small pieces that the calling thread does together with others. It begins at once, however many others have come, and waits only
/// for pieces that others have taken. OpenMP waits for each of its threads at each step instead, even for one that the system has not let
/// run yet; on a busy machine that takes milliseconds, a hundred times a picture.
/// </summary>
internal static class SharedWork
{
    /// <summary>The beginning of its threads' names.</summary>
    public const string ThreadName = "shared work";

    private static readonly Lock Guard = new();
    private static readonly ConcurrentQueue<Job> Jobs = [];
    private static readonly SemaphoreSlim Waiting = new(0);
    private static int _helpers;

    /// <summary>Does all pieces, on as many threads as <see cref="OpenMP.Threads"/> says for the calling thread.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="work">
    /// Gets the piece, 0 to <paramref name="count"/> - 1, and a number of the thread, 0 to <see cref="OpenMP.Threads"/> - 1, that no
    /// other thread has at this time.
    /// </param>
    /// <exception cref="Exception">The first exception of a piece.</exception>
    public static void ForEach(int count, Action<int, int> work)
    {
        var job = new Job(count, work);
        var helpers = Math.Min(OpenMP.Threads, count) - 1;
        if (helpers > 0)
        {
            Employ(helpers);
            for (var i = 0; i < helpers; i++)
            {
                Jobs.Enqueue(job);
            }

            Waiting.Release(helpers);
        }

        job.Join();
        job.Wait();
    }

    private static void Employ(int wanted)
    {
        if (wanted <= Volatile.Read(ref _helpers))
        {
            return;
        }

        lock (Guard)
        {
            for (wanted = Math.Max(wanted, Environment.ProcessorCount - 1); _helpers < wanted; _helpers++)
            {
                new Thread(Help) { IsBackground = true, Name = $"{ThreadName} {_helpers + 1}" }.Start();
            }
        }
    }

    private static void Help()
    {
        while (true)
        {
            if (!IdleWait.Until(() => Waiting.Wait(0)))
            {
                Waiting.Wait();
            }

            if (Jobs.TryDequeue(out var job))
            {
                job.Join();
            }
        }
    }

    private sealed class Job(int count, Action<int, int> work)
    {
        private readonly object _finished = new();
        private int _threads, _next, _done;
        private ExceptionDispatchInfo? _failure;

        private bool IsDone => Volatile.Read(ref _done) >= count;

        /// <summary>Takes pieces until none is left; a late thread finds none.</summary>
        public void Join()
        {
            if (Volatile.Read(ref _next) >= count)
            {
                return;
            }

            var thread = Interlocked.Increment(ref _threads) - 1;
            for (var piece = Interlocked.Increment(ref _next) - 1; piece < count; piece = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    work(piece, thread);
                }
                catch (Exception failure)
                {
                    _failure ??= ExceptionDispatchInfo.Capture(failure);
                }

                if (Interlocked.Increment(ref _done) == count)
                {
                    lock (_finished)
                    {
                        Monitor.Pulse(_finished);
                    }
                }
            }
        }

        /// <summary>Waits for the pieces that others still work on.</summary>
        public void Wait()
        {
            if (!IdleWait.Until(() => IsDone))
            {
                lock (_finished)
                {
                    while (!IsDone)
                    {
                        Monitor.Wait(_finished);
                    }
                }
            }

            _failure?.Throw();
        }
    }
}
