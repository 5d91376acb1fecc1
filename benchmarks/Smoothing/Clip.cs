using U2Video.Core.Imaging;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>A clip with what is true of it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Frames">The frames, which live as long as the program.</param>
/// <param name="Truths">The exact masks at the frames' size, 0…1; null for clips of the world.</param>
/// <param name="Cuts">The indices of the frames that begin a scene, without the first.</param>
internal sealed record Clip(string Name, IReadOnlyList<Frame> Frames, IReadOnlyList<Mask>? Truths, IReadOnlyList<int> Cuts);
