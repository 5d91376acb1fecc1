namespace U2Video.Pipeline.Parts;

/// <summary>How the parts of an output are stored.</summary>
internal enum PartStorage
{
    /// <summary>Encoded as the output is, and joined by copying packets.</summary>
    Encoded,

    /// <summary>Without loss, because the output's container can only be written in one piece, when parts are joined.</summary>
    Lossless,

    /// <summary>A picture for each frame, which gets its final number when parts are joined.</summary>
    Pictures,
}
