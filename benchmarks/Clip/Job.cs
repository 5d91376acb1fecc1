using U2Video.Core.Models;

namespace U2Video.Benchmarks.Clip;

/// <summary>What one contender does to one clip, in a process of its own.</summary>
internal sealed record Job
{
    public required string Contender { get; init; }

    public required string Clip { get; init; }

    /// <summary>An MP4; or, where only masks are wanted, raw gray of eight bits at the frames' size.</summary>
    public required string Output { get; init; }

    public bool MasksOnly { get; init; }

    /// <summary>At most so many; null for all.</summary>
    public long? Frames { get; init; }

    /// <summary>Null for the default of each.</summary>
    public int? Threads { get; init; }

    /// <summary>The side of the square that the loop's network sees, in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The weights; null for the built-in ones.</summary>
    public string? Model { get; init; }

    /// <summary>The same weights as ONNX.</summary>
    public required string Onnx { get; init; }

    public required InputEncoding Input { get; init; }

    public required OutputNormalization Normalization { get; init; }
}
