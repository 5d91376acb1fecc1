using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace U2Video.Pipeline.Stages;

/// <summary>
/// Bounds and measures the delay of live frames. Frames are taken from their source as soon as they come, so that none waits in a pipe,
/// where nothing could measure it. Only <see cref="MostUnderWay"/> of them are between here and the outputs at a time; of those that wait
/// to be let in, the newest replaces all others.
/// </summary>
/// <param name="outputs">The number of outputs that each frame goes to; at least 1.</param>
internal sealed class LiveFlow(int outputs) : IDisposable
{
    /// <summary>
    /// The largest number of frames between the source and the outputs. One less than the stages, each of which works on one: with
    /// fewer, a stage would stand still although there is a frame for it.
    /// </summary>
    public const int MostUnderWay = 4;

    private readonly SemaphoreSlim _places = new(MostUnderWay, MostUnderWay);
    private readonly ConcurrentDictionary<long, Flight> _underWay = new();
    private readonly LatencyHistogram _latencies = new();
    private long _dropped;

    /// <summary>The number of frames that a newer one replaced before they were let in.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// How long the frames took that 50, 95, 99 and 100 % of the frames did not exceed, from when a frame was complete in this process
    /// until all its outputs were handed to their encoders. Empty before the first one.
    /// </summary>
    public IReadOnlyDictionary<int, TimeSpan> Latency => _latencies.Percentiles(50, 95, 99, 100);

    /// <summary>Lets frames in, in order, as places become free.</summary>
    /// <param name="source">The frames. They are asked for without a pause, whether the reader of this sequence asks or not.</param>
    /// <param name="cancellation">Stops the source.</param>
    public async IAsyncEnumerable<T> NewestAsync<T>(
        IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : IDisposable
    {
        var newest = Channel.CreateBounded<Arrived<T>>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
            replaced =>
            {
                Interlocked.Increment(ref _dropped);
                replaced.Item.Dispose();
            });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = Task.Run(PumpAsync, CancellationToken.None);
        try
        {
            for (var number = 0L; ; number++)
            {
                // The place comes first: whoever waits for it with a frame in hand would have an old frame then.
                await _places.WaitAsync(cancellation).ConfigureAwait(false);
                if (!await newest.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
                {
                    _places.Release();
                    break;
                }

                newest.Reader.TryRead(out var arrived);
                _underWay[number] = new Flight(arrived.Time, outputs);
                yield return arrived.Item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
            while (newest.Reader.TryRead(out var unread))
            {
                unread.Item.Dispose();
            }
        }

        async Task PumpAsync()
        {
            try
            {
                await foreach (var item in source.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    newest.Writer.TryWrite(new Arrived<T>(item, Stopwatch.GetTimestamp()));
                }

                newest.Writer.Complete();
            }
            catch (Exception error)
            {
                newest.Writer.Complete(error);
            }
        }
    }

    /// <summary>Says that an output's encoder has a frame.</summary>
    /// <param name="number">The number of the frame among those that were let in, from 0 on.</param>
    public void Written(long number)
    {
        if (_underWay[number].EndsWithOneMore())
        {
            _latencies.Add(Stopwatch.GetElapsedTime(_underWay[number].Start));
            _underWay.TryRemove(number, out _);
            _places.Release();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _places.Dispose();

    private readonly record struct Arrived<T>(T Item, long Time);

    private sealed class Flight(long start, int outputs)
    {
        private int _outputsLeft = outputs;

        public long Start => start;

        public bool EndsWithOneMore() => Interlocked.Decrement(ref _outputsLeft) == 0;
    }
}
