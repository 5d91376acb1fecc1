using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting;

/// <summary>A frame and its matte before it is edited. They are owned together.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Matte">The mask at the frame's own size.</param>
/// <param name="StartsScene">Whether the frame is the first of a scene.</param>
internal sealed record UneditedMatte(Frame Frame, Frame Matte, bool StartsScene) : IDisposable
{
    /// <summary>Gives the memory of both back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Matte.Dispose();
    }
}
