namespace U2Video.Pipeline.Compositing;

/// <summary>What the colors of a picture with alpha mean.</summary>
public enum AlphaMode
{
    /// <summary>The subject's colors, not multiplied by alpha: what most formats and editors expect.</summary>
    Straight,

    /// <summary>The subject's colors times alpha: the subject over black.</summary>
    Premultiplied,
}
