namespace U2Video.Pipeline.Checking;

/// <summary>What speaks against a mask, as far as it can be told without the truth. Each is 0 where nothing does, and grows.</summary>
internal enum DoubtSign
{
    /// <summary>Pixels that are neither subject nor background: Σ min(m, 1 − m) over the subject's area.</summary>
    SoftMask,

    /// <summary>
    /// The share of the mask's sum that is in pixels below one half, traces of a subject: nearly 0 in a clear mask, and nearly 1 where
    /// there are only traces.
    /// </summary>
    Faint,

    /// <summary>
    /// How much the masks of the mirrored and the smaller picture differ from the frame's own: 1 − Σ min / Σ max, the mean of both.
    /// Measured on some frames and interpolated between them.
    /// </summary>
    Disagreement,

    /// <summary>
    /// Change of the mask, over the subject's area, where the picture does not change: the larger of the changes from the frame before and
    /// to the frame after.
    /// </summary>
    Jump,

    /// <summary>Background that the subject encloses, over the subject's area.</summary>
    Holes,

    /// <summary>The share of the subject's area that is not in its largest part.</summary>
    Scraps,

    /// <summary>
    /// How much smaller the subject is than in a fifth of the frames within a second or so: the logarithm of the ratio of the areas.
    /// </summary>
    Smaller,

    /// <summary>How much larger the subject is than in most frames close by: the logarithm of its area over their median.</summary>
    Larger,
}
