namespace U2Video.Pipeline.Checking;

/// <summary>Neighboring frames of a scene that are about as doubtful as the worst of them.</summary>
/// <param name="First">The index of the first frame.</param>
/// <param name="Last">The index of the last frame.</param>
/// <param name="Worst">The index of the most doubtful frame.</param>
internal readonly record struct DoubtfulMoment(int First, int Last, int Worst)
{
    /// <summary>The number of frames.</summary>
    public int Length => Last - First + 1;
}
