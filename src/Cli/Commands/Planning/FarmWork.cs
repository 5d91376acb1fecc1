using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Planning;

/// <summary>What there is to do: the frames of a clip, or the files of a folder.</summary>
internal abstract class FarmWork
{
    /// <summary>The input's name, without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>A task that stands for all in a measurement.</summary>
    public required PipelineOptions Sample { get; init; }

    /// <summary>How many frames there are.</summary>
    public required double Frames { get; init; }

    /// <summary>More parts than these would have nothing to do.</summary>
    public required int MostParts { get; init; }

    /// <summary>The outputs that are put together of parts; none where whole files are shared out.</summary>
    public IReadOnlyList<string> Joined { get; init; } = [];

    /// <summary>The frames of the part with the most.</summary>
    public abstract double LargestFrames(int parts);

    /// <summary>What a part costs on a machine.</summary>
    public abstract Task<PartCosts> CostsAsync(PlanMeasurement machine, CancellationToken cancellation);

    /// <summary>Removes what was stored for the parts, because there is no script to make them.</summary>
    public virtual void Discard()
    {
    }

    /// <summary>A path without its folder.</summary>
    protected static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
