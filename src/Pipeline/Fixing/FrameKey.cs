namespace U2Video.Pipeline.Fixing;

/// <summary>What a user calls a frame of a clip.</summary>
/// <param name="Text">In the user's own words, for messages.</param>
internal abstract record FrameKey(string Text)
{
    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    /// <summary>The number of the frame in the clip.</summary>
    /// <param name="Text">In the user's own words, for messages.</param>
    /// <param name="Index">Counted from 0.</param>
    public sealed record Number(string Text, long Index) : FrameKey(Text);

    /// <summary>The first frame that is not shown before a time.</summary>
    /// <param name="Text">In the user's own words, for messages.</param>
    /// <param name="At">The time after the clip's beginning.</param>
    public sealed record Time(string Text, TimeSpan At) : FrameKey(Text);
}
