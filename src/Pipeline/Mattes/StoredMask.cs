using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Mattes;

/// <summary>A mask that a matte file holds.</summary>
/// <param name="Mask">The mask; the receiver owns it.</param>
/// <param name="IsInferred">Whether it is the network's own for its frame; otherwise the frame took over that of one before it.</param>
internal readonly record struct StoredMask(Mask Mask, bool IsInferred);
