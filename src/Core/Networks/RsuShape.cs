namespace U2Video.Core.Networks;

/// <summary>The size of one residual U-block: RSU-L(In, Mid, Out), or RSU-4F if <paramref name="Dilated"/>.</summary>
/// <param name="Height">L, the number of levels of the small U inside.</param>
/// <param name="In">Input channels.</param>
/// <param name="Mid">Channels inside the U.</param>
/// <param name="Out">Output channels, which the residual also has.</param>
/// <param name="Dilated">Growing dilation instead of pooling: the picture keeps its size at every level.</param>
internal sealed record RsuShape(int Height, int In, int Mid, int Out, bool Dilated = false);
