namespace U2Video.Cli.Commands.Planning;

/// <summary>How the frames are shared out, and how long it takes.</summary>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Frames">All frames.</param>
/// <param name="LargestFrames">Those of the part with the most.</param>
/// <param name="Costs">What a part costs.</param>
internal sealed record PartPlan(int Parts, double Frames, double LargestFrames, PartCosts Costs)
{
    /// <summary>How long a run of one process takes, in seconds.</summary>
    public double SecondsWhole => Costs.SecondsWhole(Frames);

    /// <summary>How long the largest part takes, in seconds.</summary>
    public double SecondsOfPart => Costs.SecondsOf(LargestFrames);

    /// <summary>What all parts cost together beyond the frames, as a share of the frames' own time.</summary>
    public double ShareBeside => Parts * Costs.SecondsBeside / (Frames / Costs.FramesPerSecond);

    /// <summary>Frames that are read more than once, as a share of all.</summary>
    public double ShareOfOverlap => (Parts - 1) * Costs.OverlapFrames / Frames;
}
