using U2Video.Core.Models;

namespace U2Video.Cli.Commands.Bench;

/// <summary>What a benchmark found.</summary>
/// <param name="Machine">Where it ran.</param>
/// <param name="Model">Which network.</param>
/// <param name="Network">The network by itself.</param>
/// <param name="Clip">A whole clip; null where there was none.</param>
internal sealed record BenchReport(BenchMachine Machine, string Model, IReadOnlyList<NetworkSpeed> Network, ClipSpeed? Clip);

/// <summary>How fast the network was by itself.</summary>
/// <param name="Size">What it saw.</param>
/// <param name="Batch">Pictures that went through it together.</param>
/// <param name="Milliseconds">Of a picture: the median pass's time, divided among its pictures.</param>
internal sealed record NetworkSpeed(InputSize Size, int Batch, double Milliseconds)
{
    /// <summary>The same, the other way round.</summary>
    public double PicturesPerSecond => 1000 / Milliseconds;
}

/// <summary>How fast a whole clip was.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Frames">How many it had.</param>
/// <param name="Size">What the network saw of each.</param>
/// <param name="Seconds">From opening the clip to the finished file.</param>
/// <param name="FirstFrameSeconds">From the command's start, with the model's opening, to the first frame that the encoder took.</param>
/// <param name="Busy">How much of the time each stage was busy, 0…1. Stages run at the same time.</param>
/// <param name="PeakMegabytes">The most memory (10⁶ bytes) that the process had until the clip's end; without ffmpeg's.</param>
internal sealed record ClipSpeed(
    string Name,
    long Frames,
    InputSize Size,
    double Seconds,
    double FirstFrameSeconds,
    IReadOnlyDictionary<string, double> Busy,
    double PeakMegabytes)
{
    /// <summary>Frames a second.</summary>
    public double FramesPerSecond => Frames / Seconds;

    /// <summary>From the first frame that the encoder took to the finished file.</summary>
    public double SecondsAfterFirst { get; init; }

    /// <summary>Frames a second of a clip that is so long that its start does not matter.</summary>
    public double SteadyFramesPerSecond => Frames > 1 ? (Frames - 1) / SecondsAfterFirst : FramesPerSecond;

    /// <summary>The stage that was busy most: quicker others would not help.</summary>
    public string BoundBy => Busy.MaxBy(stage => stage.Value).Key;
}
