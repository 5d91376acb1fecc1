namespace U2Video.Pipeline.Compositing;

/// <summary>One of the pictures that stand side by side in the combined output.</summary>
public enum Panel
{
    /// <summary>The frame of the input.</summary>
    Original,

    /// <summary>The mask in gray, white is subject.</summary>
    Mask,

    /// <summary>The frame times the soft mask: the subject on black.</summary>
    Cutout,
}
