namespace U2Video.Core.Inference;

/// <summary>A network that is loaded when it is needed first, and not at all where stored masks replace it.</summary>
/// <remarks>Safe to call from several threads: they get one predictor.</remarks>
/// <param name="open">Loads the network; called once, or again after it failed.</param>
public sealed class PredictorSource(Func<CancellationToken, Task<MaskPredictor>> open) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly bool _ownsPredictor = true;
    private MaskPredictor? _predictor;

    private PredictorSource(MaskPredictor predictor)
        : this(_ => Task.FromResult(predictor)) => (_predictor, _ownsPredictor) = (predictor, false);

    /// <summary>What decides its masks; null where that is unknown, so that its masks cannot be stored.</summary>
    public PredictorIdentity? Identity { get; init; }

    /// <summary>A predictor that is loaded already.</summary>
    /// <param name="predictor">The predictor. It stays the caller's.</param>
    /// <param name="identity">What decides its masks; null where they are not to be stored.</param>
    public static PredictorSource Of(MaskPredictor predictor, PredictorIdentity? identity = null) =>
        new(predictor) { Identity = identity };

    /// <summary>The predictor if it is loaded already.</summary>
    internal MaskPredictor? Loaded => _predictor;

    /// <summary>The predictor; the first call loads it.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The predictor; it stays this source's.</returns>
    public async Task<MaskPredictor> OpenAsync(CancellationToken cancellation = default)
    {
        await _oneAtATime.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _predictor ??= await open(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Disposes the predictor, if this source loaded it.</summary>
    public void Dispose()
    {
        if (_ownsPredictor)
        {
            _predictor?.Dispose();
        }

        _oneAtATime.Dispose();
    }
}
