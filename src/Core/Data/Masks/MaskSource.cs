namespace U2Video.Core.Data.Masks;

/// <summary>What of a file the values of a mask were taken from.</summary>
internal enum MaskSource
{
    /// <summary>The gray value.</summary>
    Gray,

    /// <summary>Colours, which a mask has where it was made to be looked at.</summary>
    Colours,

    /// <summary>The indices of a palette.</summary>
    Palette,

    /// <summary>The alpha channel.</summary>
    AlphaChannel,
}
