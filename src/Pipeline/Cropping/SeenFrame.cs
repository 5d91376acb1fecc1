using OpenCvSharp;

namespace U2Video.Pipeline.Cropping;

/// <summary>What a crop has to know of a frame.</summary>
/// <param name="Seconds">When it is shown.</param>
/// <param name="Scene">The number of its scene.</param>
/// <param name="Box">Where its subject is; null where it has none.</param>
internal readonly record struct SeenFrame(double Seconds, int Scene, Rect? Box);
