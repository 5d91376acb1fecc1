namespace U2Video.Pipeline.Mattes;

/// <summary>Where a frame's mask lies in a matte file.</summary>
/// <param name="Timestamp">When the frame is shown, in ticks after the clip's beginning.</param>
/// <param name="Position">Where the sync point before it begins, or up to 15 bytes before that, in bytes.</param>
internal readonly record struct MatteEntry(long Timestamp, long Position);
