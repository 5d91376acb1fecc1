namespace U2Video.Core.Data.Augmentations;

/// <summary>Which part of a picture becomes a training picture.</summary>
internal enum CropMode
{
    /// <summary>All of it, resized to the training size.</summary>
    Whole,

    /// <summary>
    /// A random square of the training size at the picture's own scale; smaller pictures are first enlarged to that size.
    /// </summary>
    Fixed,

    /// <summary>A random part of random shape, resized to the training size: scale and aspect vary.</summary>
    Resized,
}
