namespace U2Video.Client;

/// <summary>What a frame becomes.</summary>
public enum MatteOutput
{
    /// <summary>The subject, with the matte as its alpha (straight).</summary>
    Cutout,

    /// <summary>The matte in gray: white is the subject.</summary>
    Mask,

    /// <summary>The subject over black.</summary>
    Black,

    /// <summary>The subject over the green of a green screen, 0, 177, 64.</summary>
    Green,

    /// <summary>The subject before its own background, out of focus.</summary>
    Blur,
}
