namespace U2Video.Pipeline.Notices;

/// <summary>The clip is of high dynamic range.</summary>
/// <param name="Clip">What the clip is called.</param>
/// <param name="Transfer">FFmpeg's name of its transfer function.</param>
public sealed record HighDynamicRangeNotice(string Clip, string Transfer) : PipelineNotice
{
    /// <summary>Whether it is brought to BT.709.</summary>
    public bool IsToneMapped { get; init; }

    /// <summary>Whether all outputs keep more than eight bits a sample; otherwise some look pale, unless it is brought to BT.709.</summary>
    public bool IsKept { get; init; }
}
