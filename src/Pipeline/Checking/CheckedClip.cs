namespace U2Video.Pipeline.Checking;

/// <summary>What a check found.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Frames">Its frames, in order.</param>
internal sealed record CheckedClip(string Name, IReadOnlyList<CheckedFrame> Frames)
{
    /// <summary>The most doubtful moments, the worst first; ten at most.</summary>
    public IReadOnlyList<DoubtfulMoment> Moments { get; } =
        MomentFinder.Find([.. Frames.Select(frame => frame.Doubt)], index => Frames[index].Signs.StartsScene);

    /// <summary>The mean doubt, 0…1.</summary>
    public double MeanDoubt => Frames.Average(frame => frame.Doubt);

    /// <summary>The largest doubt, 0…1.</summary>
    public double LargestDoubt => Frames.Max(frame => frame.Doubt);

    /// <summary>The worst frame of each moment as a JPEG, in the order of <see cref="Moments"/>; empty where none were wanted.</summary>
    public IReadOnlyList<byte[]> Pictures { get; init; } = [];
}
