namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>How many masks were predicted, and how many taken over. Several threads may use it at once.</summary>
internal sealed class PredictionCounts
{
    private long _inferred;
    private long _reused;

    /// <summary>Frames that went through the network so far.</summary>
    public long Inferred => Interlocked.Read(ref _inferred);

    /// <summary>Frames that took over the mask of another so far.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    /// <summary>Counts a frame that went through the network.</summary>
    public void AddInferred() => Interlocked.Increment(ref _inferred);

    /// <summary>Counts a frame that took over a mask.</summary>
    public void AddReused() => Interlocked.Increment(ref _reused);
}
