using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace U2Video.Pipeline.Stages;

/// <summary>Connects stages, each a sequence made from the one before, so that they run at the same time.</summary>
internal static class StageExtensions
{
    /// <summary>Runs a stage and adds up how long it was busy, without the time in which it waited for the one before.</summary>
    public static IAsyncEnumerable<TOut> Through<TIn, TOut>(
        this IAsyncEnumerable<TIn> source, string name, StageTimes times, Func<IAsyncEnumerable<TIn>, IAsyncEnumerable<TOut>> stage) =>
        stage(source.TimedAsync(name, times, sign: -1)).TimedAsync(name, times, sign: 1);

    /// <summary>Adds to a stage's time how long each item took to come.</summary>
    public static async IAsyncEnumerable<T> TimedAsync<T>(
        this IAsyncEnumerable<T> source, string name, StageTimes times, int sign,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var items = source.WithCancellation(cancellation).ConfigureAwait(false).GetAsyncEnumerator();
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var more = await items.MoveNextAsync();
            times.Add(name, sign * (Stopwatch.GetTimestamp() - start));
            if (!more)
            {
                yield break;
            }

            yield return items.Current;
        }
    }

    /// <summary>Disposes all items; for stages whose work is done when their items have come.</summary>
    public static async Task DisposeAllAsync<T>(this IAsyncEnumerable<T> source, Action done, CancellationToken cancellation)
        where T : IDisposable
    {
        await foreach (var item in source.WithCancellation(cancellation).ConfigureAwait(false))
        {
            item.Dispose();
            done();
        }
    }

    /// <summary>
    /// Runs everything before this point in a task of its own, at most <paramref name="capacity"/> items ahead. A failure there arrives
    /// here after the items that were made before it. When the reader stops here, everything before is stopped and awaited, and all items
    /// are disposed. So the first failure ends all stages, and it is the one that the reader gets.
    /// </summary>
    public static async IAsyncEnumerable<T> Buffered<T>(
        this IAsyncEnumerable<T> source, int capacity, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : IDisposable
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = Task.Run(PumpAsync, CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
            while (channel.Reader.TryRead(out var unread))
            {
                unread.Dispose();
            }
        }

        async Task PumpAsync()
        {
            try
            {
                await foreach (var item in source.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    await HandOverAsync(item).ConfigureAwait(false);
                }

                channel.Writer.Complete();
            }
            catch (Exception error)
            {
                channel.Writer.Complete(error);
            }
        }

        async ValueTask HandOverAsync(T item)
        {
            try
            {
                await channel.Writer.WriteAsync(item, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                item.Dispose();
                throw;
            }
        }
    }
}
