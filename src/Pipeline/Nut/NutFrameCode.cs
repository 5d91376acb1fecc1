namespace U2Video.Pipeline.Nut;

/// <summary>What one of the 256 frame codes of the main header stands for.</summary>
/// <param name="Flags">What follows the code.</param>
/// <param name="StreamId">The frame's stream, unless it follows.</param>
/// <param name="SizeMultiplier">Multiplies the high part of the size.</param>
/// <param name="SizeLowPart">Is added to it.</param>
/// <param name="TimestampDelta">Ticks after the frame before, unless a time stamp follows.</param>
/// <param name="ReservedCount">How many fields to skip.</param>
/// <param name="ElisionHeader">Which common beginning the data lacks, unless it follows.</param>
internal sealed record NutFrameCode(
    NutFrameFlags Flags, int StreamId, long SizeMultiplier, long SizeLowPart, long TimestampDelta, int ReservedCount, int ElisionHeader)
{
    public static NutFrameCode Invalid { get; } = new(NutFrameFlags.Invalid, 0, 0, 0, 0, 0, 0);
}
