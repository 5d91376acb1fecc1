namespace U2Video.Pipeline.Cropping;

/// <summary>How a crop moves.</summary>
public enum CropMode
{
    /// <summary>Not at all: one box around the subject of all frames.</summary>
    Still,

    /// <summary>With the subject: a box of constant size whose way is smooth within each scene.</summary>
    Follow,
}
