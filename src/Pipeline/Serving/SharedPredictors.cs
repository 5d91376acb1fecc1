using U2Video.Core.Inference;

namespace U2Video.Pipeline.Serving;

/// <summary>
/// The networks in memory, one for each choice, whoever uses it. The last one stays when it is not used any more, so that a host can make
/// its filter anew without loading the model again.
/// </summary>
/// <param name="open">Opens a network.</param>
internal sealed class SharedPredictors(Func<NetworkChoice, CancellationToken, Task<MaskPredictor>> open) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NetworkChoice, Entry> _entries = [];

    /// <summary>How many networks are in memory.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Gets a network, which is opened if it is not there.</summary>
    /// <param name="choice">Which.</param>
    /// <param name="cancellation">Ends the wait; the network is opened nevertheless.</param>
    /// <returns>The network; it stays in memory until <see cref="Release"/>.</returns>
    public MaskPredictor Use(NetworkChoice choice, CancellationToken cancellation)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(choice, out entry!))
            {
                DisposeUnused();
                entry = new Entry(() => open(choice, CancellationToken.None));
                _entries.Add(choice, entry);
            }

            entry.Users++;
        }

        try
        {
            return entry.Predictor.Value.WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch
        {
            lock (_lock)
            {
                // A model that could not be opened is tried again by the next one who asks for it.
                entry.Users--;
                if (_entries.GetValueOrDefault(choice) == entry && entry.Predictor.Value.IsCompleted && !entry.IsOpen)
                {
                    _entries.Remove(choice);
                }
            }

            throw;
        }
    }

    /// <summary>Says that a network is not used any more.</summary>
    public void Release(NetworkChoice choice)
    {
        lock (_lock)
        {
            _entries[choice].Users--;
            if (_entries.Values.Any(other => other.Users > 0))
            {
                DisposeUnused();
            }
        }
    }

    /// <summary>Frees all networks; nobody uses one any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            DisposeUnused();
        }
    }

    private void DisposeUnused()
    {
        foreach (var (choice, entry) in _entries.Where(one => one.Value is { Users: 0, IsOpen: true }).ToList())
        {
            _entries.Remove(choice);
            entry.Predictor.Value.Result.Dispose();
        }
    }

    private sealed class Entry(Func<Task<MaskPredictor>> open)
    {
        public Lazy<Task<MaskPredictor>> Predictor { get; } = new(() => Task.Run(open));

        public int Users { get; set; }

        public bool IsOpen => Predictor is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };
    }
}
