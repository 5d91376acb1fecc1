using TorchSharp;
using U2Video.Core.Networks.Fast;

namespace U2Video.Core.Inference;

/// <summary>
/// Computes pictures at the same time on a CPU, each on its own share of torch's threads. Threads that share a picture wait for the
/// slowest of them at each of several hundred steps, and whatever else the machine does makes one of them slow; pictures do not wait for
/// each other.
/// </summary>
internal sealed class PictureStreams : IDisposable
{
    // Each holds all activations of a picture.
    private const int Most = 4;

    private readonly int _threads;
    private readonly DedicatedThread[] _others;

    /// <summary>To be called on the thread that will call <see cref="Run"/>; the streams share as many threads as torch gives that one.</summary>
    public PictureStreams()
    {
        _threads = torch.get_num_threads();
        Count = OpenMP.TrySetThreads(_threads) ? Math.Min(_threads, Most) : 1;
        _others = new DedicatedThread[Count - 1];
        for (var i = 0; i < _others.Length; i++)
        {
            _others[i] = new DedicatedThread($"u2net {i + 2}");

            // Torch sets a thread up by its own rules when it first computes there; what is set after that stays.
            _others[i].RunAsync(torch.get_num_threads).GetAwaiter().GetResult();
        }
    }

    /// <summary>How many pictures can be computed at the same time, 1…4.</summary>
    public int Count { get; }

    /// <summary>Computes pictures; whichever stream is free takes the next. A single one gets all threads.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="compute">Computes the picture of an index; called on several threads at the same time.</param>
    /// <returns>The results, in order.</returns>
    /// <exception cref="Exception">The first that <paramref name="compute"/> threw. No results are left behind then.</exception>
    public T[] Run<T>(int count, Func<int, T> compute)
        where T : IDisposable
    {
        var (results, next) = (new T?[count], -1);
        var streams = Math.Clamp(count, 1, Count);
        var others = Enumerable.Range(1, streams - 1).Select(stream => _others[stream - 1].RunAsync(() => Work(stream))).ToArray();
        try
        {
            Work(0);
            Task.WhenAll(others).GetAwaiter().GetResult();
            return results!;
        }
        catch
        {
            Task.WhenAll(others).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
            Array.ForEach(results, result => result?.Dispose());
            throw;
        }

        bool Work(int stream)
        {
            OpenMP.TrySetThreads((_threads / streams) + (stream < _threads % streams ? 1 : 0));
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                results[i] = compute(i);
            }

            return true;
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => Array.ForEach(_others, thread => thread.Dispose());
}
