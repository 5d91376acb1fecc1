namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>How many masks were predicted, taken over, and read. Several threads may use it at once.</summary>
internal sealed class PredictionCounts
{
    private long _inferred;
    private long _reused;
    private long _stored;

    /// <summary>Frames that went through the network so far.</summary>
    public long Inferred => Interlocked.Read(ref _inferred);

    /// <summary>Frames that took over the mask of another so far.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    /// <summary>Frames whose mask was read from a matte file so far.</summary>
    public long Stored => Interlocked.Read(ref _stored);

    /// <summary>Counts a frame that went through the network.</summary>
    public void AddInferred() => Interlocked.Increment(ref _inferred);

    /// <summary>Counts a frame that took over a mask.</summary>
    public void AddReused() => Interlocked.Increment(ref _reused);

    /// <summary>Counts a frame whose mask was read.</summary>
    public void AddStored() => Interlocked.Increment(ref _stored);
}
