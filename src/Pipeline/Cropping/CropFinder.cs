using OpenCvSharp;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Cropping;

/// <summary>Looks at all frames of a clip and decides where each is cropped.</summary>
/// <param name="crop">What is wanted.</param>
/// <param name="video">What the frames are.</param>
internal sealed class CropFinder(SubjectCrop crop, VideoFormat video)
{
    private readonly List<SeenFrame> _frames = [];
    private int _scene;

    /// <summary>How many frames were looked at.</summary>
    public int Count => _frames.Count;

    /// <summary>Looks at the next frame, which stays the caller's.</summary>
    public void Add(MattedFrame matted)
    {
        _scene += matted.StartsScene ? 1 : 0;
        _frames.Add(new SeenFrame(matted.Frame.Timestamp * video.TimeBase.Value, _scene, SubjectBox.Of(matted)));
    }

    /// <summary>The part of each frame that is shown, all of one size; null where no frame has a subject.</summary>
    public CropPlan? Plan()
    {
        var boxes = _frames.Select(frame => frame.Box).OfType<Rect>().ToArray();
        if (boxes.Length == 0)
        {
            return null;
        }

        var margin = (int)Math.Ceiling(Math.Min(crop.Margin.In(video.Width, video.Height), Math.Max(video.Width, video.Height)));
        return crop.Follows ? Follow(margin) : new CropPlan([Still(boxes.Aggregate((one, other) => one | other), margin)]);
    }

    // A picture keeps its exact box. Clips get even sides, because most of their codecs need them.
    private Rect Still(Rect box, int margin)
    {
        box.Inflate(margin, margin);
        box &= new Rect(0, 0, video.Width, video.Height);
        if (_frames.Count == 1)
        {
            return box;
        }

        var (width, height) = (Even(box.Width, video.Width), Even(box.Height, video.Height));
        return new Rect(Math.Min(box.X, video.Width - width), Math.Min(box.Y, video.Height - height), width, height);
    }

    private CropPlan Follow(int margin)
    {
        var across = CropPath.Centers(_frames, Width);
        var down = CropPath.Centers(_frames, Height);
        var (width, height) = (Side(across, Width, video.Width), Side(down, Height, video.Height));
        return new CropPlan([.. across.Zip(down, (x, y) => new Rect(
            Place(x, width, video.Width), Place(y, height, video.Height), width, height))]);

        static (int Low, int High) Width(Rect box) => (box.Left, box.Right);
        static (int Low, int High) Height(Rect box) => (box.Top, box.Bottom);

        // The smallest side with which no frame's box is cut. Beside the frame's edge it need not reach as far from the center.
        int Side(IReadOnlyList<double> centers, Func<Rect, (int Low, int High)> ends, int most)
        {
            var needed = centers.Zip(_frames).Where(frame => frame.Second.Box is not null).Select(frame =>
            {
                var (low, high) = ends(frame.Second.Box!.Value);
                return (Center: frame.First, Low: Math.Max(0, low - margin), High: Math.Min(most, high + margin));
            }).ToArray();
            var side = Even(needed.Max(box => box.High - box.Low), most);
            while (side < most && needed.Any(box => Place(box.Center, side, most) is var low && (low > box.Low || low + side < box.High)))
            {
                side = Even(side + 2, most);
            }

            return side;
        }
    }

    private static int Place(double center, int side, int most) => Math.Clamp((int)Math.Round(center - (side / 2.0)), 0, most - side);

    private static int Even(int side, int most) => side >= most ? most : Math.Min(side + (side & 1), most);
}
