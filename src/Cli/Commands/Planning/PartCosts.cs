namespace U2Video.Cli.Commands.Planning;

/// <summary>What one machine needs for a part.</summary>
/// <param name="FramesPerSecond">Frames from file to file in a second.</param>
/// <param name="StartSeconds">From the process' start to the first frame, model included.</param>
/// <param name="SeekSeconds">To find where the overlap begins.</param>
/// <param name="OverlapFrames">Frames before and behind a part that are read because its masks depend on them.</param>
internal sealed record PartCosts(double FramesPerSecond, double StartSeconds, double SeekSeconds, double OverlapFrames)
{
    /// <summary>What a part costs beside its frames, in seconds.</summary>
    public double SecondsBeside => StartSeconds + SeekSeconds + (OverlapFrames / FramesPerSecond);

    /// <summary>How long one process takes for all frames, in seconds.</summary>
    public double SecondsWhole(double frames) => StartSeconds + (frames / FramesPerSecond);

    /// <summary>How long a part takes, in seconds.</summary>
    /// <param name="frames">Its frames without the overlap.</param>
    public double SecondsOf(double frames) => SecondsBeside + (frames / FramesPerSecond);
}
