using U2Video.Pipeline.Formats;

namespace U2Video.Pipeline.Encoding;

/// <summary>How an output is encoded.</summary>
/// <param name="Name">What the output is called in messages.</param>
/// <param name="Container">What holds it.</param>
internal sealed record EncoderOptions(string Name, Container Container)
{
    /// <summary>The name of the codec; null for the container's first that can hold the frames.</summary>
    public string? Codec { get; init; }

    /// <summary>Quality of a lossy codec, 0…100; null for the default.</summary>
    public int? Quality { get; init; }

    /// <summary>Whether alpha is multiplied into linear colors, which cannot be done before they are linear.</summary>
    public bool PremultipliesLight { get; init; }

    /// <summary>Further arguments for ffmpeg.</summary>
    public IReadOnlyList<string> FFmpegArguments { get; init; } = [];
}
