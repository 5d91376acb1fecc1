using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A frame and the network's input that was made of it, owned together.</summary>
/// <param name="Frame">The frame at its own size.</param>
/// <param name="Input">The frame at the network's size.</param>
internal sealed record SizedFrame(Frame Frame, Frame Input) : IDisposable
{
    /// <summary>Whether the frame is the first of a scene, such as after a cut.</summary>
    public bool StartsScene { get; init; }

    /// <summary>Gives the memory of both back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Input.Dispose();
    }
}
