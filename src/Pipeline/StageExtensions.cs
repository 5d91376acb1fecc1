using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace U2Video.Pipeline;

/// <summary>What lets stages, each a sequence made from the one before, run at the same time.</summary>
internal static class StageExtensions
{
    /// <summary>
    /// Runs everything before this point in a task of its own, at most <paramref name="capacity"/> items ahead. A failure there
    /// arrives here behind the items made before it; whoever stops reading here stops everything before, waits until it has
    /// stopped, and leaves no item undisposed. So the first failure ends all stages, and it is the one that the reader sees.
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
