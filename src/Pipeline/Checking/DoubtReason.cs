namespace U2Video.Pipeline.Checking;

/// <summary>Why a frame is doubtful, as a user sees it.</summary>
internal enum DoubtReason
{
    /// <summary>Much of the mask is neither subject nor background.</summary>
    SoftMask,

    /// <summary>The mask has traces of a subject.</summary>
    Faint,

    /// <summary>The mirrored and the smaller picture have other masks.</summary>
    Unsure,

    /// <summary>The mask changes where the picture does not.</summary>
    Flicker,

    /// <summary>The mask has holes.</summary>
    Holes,

    /// <summary>The mask is torn into parts.</summary>
    Torn,

    /// <summary>The mask is empty, unlike those around.</summary>
    Missing,

    /// <summary>The mask is smaller than those around.</summary>
    Smaller,

    /// <summary>The mask is larger than those around.</summary>
    Larger,
}
