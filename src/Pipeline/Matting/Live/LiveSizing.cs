using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Models;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>
/// Decides how large the pictures of a live clip are that the network sees. While the subject moves by more than
/// <see cref="MostTravel"/> of the picture's side in the time that the network takes for a whole picture, they have
/// <see cref="SmallShare"/> of the side. A coarse mask that is two frames old is better then than a fine one that is five frames old:
/// docs/live.md.
/// </summary>
internal sealed class LiveSizing : IDisposable
{
    /// <summary>The side of small pictures as a share of the side of whole ones.</summary>
    public const double SmallShare = 2.0 / 3;

    // The network's input is halved five times.
    private const int Step = 32;

    // Below it the network does not find every person.
    private const int SmallestSide = 160;

    // What remains of a speed after a frame. A person who turns around stands still for a frame or two and is fast again before the
    // mask of a whole picture would be there.
    private const double Kept = 0.8;

    private readonly Mat _subject = new();
    private double _speed;

    /// <summary>The largest way of the subject during which pictures are whole, as a share of the picture's side.</summary>
    public double MostTravel { get; init; } = 0.05;

    /// <summary>Takes note of how the picture has moved from the last frame to the next one.</summary>
    /// <param name="motion">As <see cref="MotionEstimator.Next"/> gives it; it stays the caller's.</param>
    public void Follow(Mat motion)
    {
        if (!_subject.Empty())
        {
            _speed = Math.Max(SubjectSpeed(motion) / Side(motion.Width, motion.Height), Kept * _speed);
        }
    }

    /// <summary>Takes note of where the subject is.</summary>
    /// <param name="mask">The last frame's mask; it stays the caller's.</param>
    public void See(Mask mask)
    {
        using var values = FrameMat.Of(mask);
        values.Mat.CopyTo(_subject);
    }

    /// <summary>Forgets a scene.</summary>
    public void Forget() => _speed = 0;

    /// <summary>The size of the picture that the network sees next.</summary>
    /// <param name="whole">The size of a whole picture.</param>
    /// <param name="frames">How many frames the network takes for a whole picture; null if that is not known yet.</param>
    public InputSize For(InputSize whole, double? frames)
    {
        var small = new InputSize(Shrunk(whole.Width), Shrunk(whole.Height));
        return _speed * frames > MostTravel && Math.Min(small.Width, small.Height) >= SmallestSide ? small : whole;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _subject.Dispose();

    // The mean length of the motion where the subject is, in places a frame.
    private double SubjectSpeed(Mat motion)
    {
        using var subject = _subject.Resize(motion.Size(), interpolation: InterpolationFlags.Area);
        var area = subject.Sum().Val0;
        using var right = motion.ExtractChannel(0);
        using var down = motion.ExtractChannel(1);
        using var length = new Mat();
        Cv2.Magnitude(right, down, length);
        return area < 1 ? 0 : length.Dot(subject) / area;
    }

    private static double Side(int width, int height) => Math.Sqrt((double)width * height);

    private static int Shrunk(int side) => (int)Math.Round(side * SmallShare / Step) * Step;
}
