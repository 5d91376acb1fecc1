namespace U2Video.Core.Data.Masks;

/// <summary>The part of a file that the values of a mask are from.</summary>
internal enum MaskSource
{
    /// <summary>The gray value.</summary>
    Gray,

    /// <summary>Colors, as in masks that were made for viewing.</summary>
    Colors,

    /// <summary>The indices of a palette.</summary>
    Palette,

    /// <summary>The alpha channel.</summary>
    AlphaChannel,
}
