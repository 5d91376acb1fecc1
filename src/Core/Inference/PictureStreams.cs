using TorchSharp;
using U2Video.Core.Networks.Fast;

namespace U2Video.Core.Inference;

/// <summary>
/// Computes several pictures at the same time on a CPU, each on its own share of torch's threads. Threads that share a picture wait for the
/// slowest of them at each of several hundred steps, and other load on the machine makes one of them slow; pictures do not wait for
/// each other.
/// </summary>
internal sealed class PictureStreams : IDisposable
{
    // Each stream holds all activations of a picture.
    private const int Most = 4;

    private readonly int _threads;
    private readonly DedicatedThread[] _others;

    /// <summary>
    /// Call this on the thread that will call <see cref="Run"/>; the streams share as many threads as torch uses for that thread.
    /// </summary>
    public PictureStreams()
    {
        _threads = torch.get_num_threads();
        Count = OpenMP.TrySetThreads(_threads) ? Math.Min(_threads, Most) : 1;
        _others = new DedicatedThread[Count - 1];
        for (var i = 0; i < _others.Length; i++)
        {
            _others[i] = new DedicatedThread($"{NetworkThreads.OfPredictor} {i + 2}");

            // Torch configures a thread by its own rules at the first computation there; settings made after that stay.
            _others[i].RunAsync(torch.get_num_threads).GetAwaiter().GetResult();
        }
    }

    /// <summary>The number of pictures that can be computed at the same time, 1…4.</summary>
    public int Count { get; }

    /// <summary>Computes pictures; a free stream takes the next one. A single picture uses all threads.</summary>
    /// <param name="count">The number of pictures.</param>
    /// <param name="compute">Computes the picture of an index; called on several threads at the same time.</param>
    /// <returns>The results, in order.</returns>
    /// <exception cref="Exception">The first exception of <paramref name="compute"/>. No results are left in memory then.</exception>
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
