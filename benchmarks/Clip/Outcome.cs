namespace U2Video.Benchmarks.Clip;

/// <summary>What a contender says of its run.</summary>
/// <param name="Frames">Frames written.</param>
/// <param name="Inferred">Frames that went through the network.</param>
/// <param name="Seconds">From when its network was ready to when the output was complete.</param>
/// <param name="OwnCpuSeconds">Processor time of its own process up to then, set-up included, ffmpeg left out.</param>
internal sealed record Outcome(long Frames, long Inferred, double Seconds, double OwnCpuSeconds = 0);
