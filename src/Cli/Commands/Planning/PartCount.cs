namespace U2Video.Cli.Commands.Planning;

/// <summary>How many parts are worth it.</summary>
internal static class PartCount
{
    /// <summary>The largest array that Slurm takes unless its configuration says otherwise.</summary>
    public const int Most = 1000;

    /// <summary>The largest share of a part's time that may go into what a single run does not need.</summary>
    public const double LargestShareBeside = 0.1;

    /// <summary>As many parts as leave nine tenths of each part's time to its own frames; at least 1.</summary>
    /// <param name="frames">All frames.</param>
    /// <param name="costs">What a part costs.</param>
    public static int Choose(double frames, PartCosts costs)
    {
        var ownSeconds = frames / costs.FramesPerSecond;
        var leastOwn = costs.SecondsBeside * (1 - LargestShareBeside) / LargestShareBeside;
        return (int)Math.Clamp(Math.Floor(ownSeconds / leastOwn), 1, Most);
    }
}
