namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>What is done to a clip's raw masks, the sigmoids of the network.</summary>
public enum MaskNormalization
{
    /// <summary>
    /// What the model asks for, without flicker: models whose single pictures are stretched from 0 to 1 are stretched by a range that
    /// follows the clip slowly, and an empty scene stays empty; the others are left as they are. Where there is nothing to see (one
    /// color, noise alone) the mask is empty with any model.
    /// </summary>
    Auto,

    /// <summary>Nothing, whatever the model asks for.</summary>
    None,

    /// <summary>
    /// Each frame by itself is stretched from 0 to 1, as the official test script does it, whatever the model asks for. Left alone
    /// where the spread is too small to speak of a subject.
    /// </summary>
    MinMax,
}
