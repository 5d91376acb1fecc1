using U2Video.Core.Imaging;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>What has to be known of a network to handle its masks, whether it is loaded or not.</summary>
/// <param name="Sizing">The size that frames are brought to.</param>
/// <param name="TrainedSide">The side of the square that the model was trained for, in pixels.</param>
/// <param name="Output">How the model wants its masks normalized.</param>
internal sealed record PredictorFacts(InputSizing Sizing, int TrainedSide, OutputNormalization Output)
{
    /// <summary>The size of the network's input for a picture.</summary>
    public InputSize SizeFor(int width, int height) => Sizing.For(width, height, TrainedSide);

    /// <summary>Makes the network's input from a frame, as <see cref="MaskPredictor.ToInput"/> does.</summary>
    public Frame ToInput(Frame frame)
    {
        var (width, height) = SizeFor(frame.Width, frame.Height);
        var input = new Frame(width, height, frame.Timestamp);
        try
        {
            InputResizing.Resize(frame, input);
            return input;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}
