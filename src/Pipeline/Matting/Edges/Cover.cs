namespace U2Video.Pipeline.Matting.Edges;

/// <summary>How much of a span of pixels the subject covers.</summary>
internal enum Cover
{
    /// <summary>Nothing of any pixel.</summary>
    None,

    /// <summary>All of every pixel.</summary>
    Full,

    /// <summary>A part of some pixel.</summary>
    Partial,
}
