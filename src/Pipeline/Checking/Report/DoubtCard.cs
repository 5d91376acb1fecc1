namespace U2Video.Pipeline.Checking.Report;

/// <summary>A doubtful moment in the report of a check; all texts are plain.</summary>
internal sealed record DoubtCard
{
    /// <summary>When the worst frame is shown.</summary>
    public required string Time { get; init; }

    /// <summary>Which frames it is about.</summary>
    public required string Frames { get; init; }

    /// <summary>The doubt of the worst frame, 0…1.</summary>
    public required double Doubt { get; init; }

    /// <summary>The reasons.</summary>
    public required string Why { get; init; }

    /// <summary>A command line that makes the worst frame.</summary>
    public required string Command { get; init; }

    /// <summary>The worst frame: the picture with the mask's outline, and the cut-out.</summary>
    public required byte[] Jpeg { get; init; }

    /// <summary>The index of the moment's first frame.</summary>
    public required int First { get; init; }

    /// <summary>The index of the moment's last frame.</summary>
    public required int Last { get; init; }
}
