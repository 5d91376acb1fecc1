using System.Collections.Concurrent;

namespace U2Video.Core.Inference;

/// <summary>
/// Runs work on one thread of its own. Torch needs this because dispose scopes and inference mode belong to a thread, and OpenMP keeps
/// a team of workers for every thread that has called it.
/// </summary>
internal sealed class DedicatedThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public DedicatedThread(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Queues work; the task ends with its result or its exception.</summary>
    /// <param name="work">The work.</param>
    /// <param name="discard">Gets the result of work whose task was cancelled while it ran; called on this thread.</param>
    /// <param name="cancellation">Ends the task at once. Work that has not begun is skipped; other work runs to its end.</param>
    /// <exception cref="ObjectDisposedException">The thread was ended.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, Action<T>? discard = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue(() => Complete(completion, work, discard));
        using var registration = cancellation.Register(() => completion.TrySetCanceled(cancellation));
        return await completion.Task.ConfigureAwait(false);
    }

    /// <summary>Finishes what is queued and ends the thread.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private static void Complete<T>(TaskCompletionSource<T> completion, Func<T> work, Action<T>? discard)
    {
        if (completion.Task.IsCompleted)
        {
            return;
        }

        try
        {
            var result = work();
            if (!completion.TrySetResult(result))
            {
                discard?.Invoke(result);
            }
        }
        catch (Exception error)
        {
            completion.TrySetException(error);
        }
    }

    private void Queue(Action work)
    {
        try
        {
            _work.Add(work);
        }
        catch (InvalidOperationException error)
        {
            throw new ObjectDisposedException($"The thread {_thread.Name} was ended.", error);
        }
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
