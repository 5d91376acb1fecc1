namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>How a clip's raw masks, the sigmoids of the network, are normalized.</summary>
public enum MaskNormalization
{
    /// <summary>
    /// As the model asks for, without flicker. Masks of models that stretch single pictures from 0 to 1 are stretched by a range that
    /// follows the clip slowly, and an empty scene stays empty; the masks of other models are left as they are. Where there is nothing to
    /// see (one color, or nothing but noise) the mask is empty with any model.
    /// </summary>
    Auto,

    /// <summary>Not at all, whatever the model asks for.</summary>
    None,

    /// <summary>
    /// Each mask is stretched from 0 to 1 by itself, as the official test script does it, whatever the model asks for. It is left as
    /// it is where its range is too small for a subject.
    /// </summary>
    MinMax,
}
