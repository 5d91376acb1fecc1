using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>The frames of a scene over which means are taken, and the first frame of the next scene.</summary>
/// <param name="radius">The largest reach of a mean, in frames.</param>
internal sealed class LookaheadWindow(int radius) : IDisposable
{
    // The frames of the scene, beginning at most radius frames before the next one to come out.
    private readonly List<Entry> _scene = [];
    private readonly Mat _weights = new();
    private readonly Mat _sum = new();
    private readonly Mat _total = new();
    private readonly Mat _latest = new();

    // The first frame of the next scene. The rest of the present scene comes out before it.
    private MaskedFrame? _following;
    private int _next;
    private bool _ended;

    /// <summary>Takes a frame over. <see cref="TryTake"/> must have returned null before.</summary>
    public void Add(MaskedFrame frame)
    {
        if (frame.StartsScene && _scene.Count > 0)
        {
            (_following, _ended) = (frame, true);
        }
        else
        {
            _scene.Add(new Entry(frame, [.. _scene.TakeLast(radius)]));
        }
    }

    /// <summary>Tells the window that no more frames come.</summary>
    public void End() => _ended = true;

    /// <summary>The next frame with its mean, which the caller owns; null if frames after it have to come first.</summary>
    public MaskedFrame? TryTake()
    {
        if (_next == _scene.Count && _following is { } first)
        {
            Clear();
            (_following, _ended) = (null, false);
            _scene.Add(new Entry(first, []));
        }

        // Entries before _next are dropped only when they are out of reach, so their number says how far the scene reaches back.
        var (before, after) = (Math.Min(radius, _next), _scene.Count - 1 - _next);
        if (after < (_ended ? 0 : before))
        {
            return null;
        }

        var reach = Math.Min(before, after);
        var result = Average(_next, reach);
        if (_next == radius)
        {
            _scene[0].Dispose();
            _scene.RemoveAt(0);
        }
        else
        {
            _next++;
        }

        return result;
    }

    /// <summary>Disposes the frames that were not taken.</summary>
    public void Dispose()
    {
        Clear();
        _following?.Dispose();
        _weights.Dispose();
        _sum.Dispose();
        _total.Dispose();
        _latest.Dispose();
    }

    private void Clear()
    {
        _scene.ForEach(entry => entry.Dispose());
        _scene.Clear();
        _next = 0;
    }

    private MaskedFrame Average(int index, int reach)
    {
        var entry = _scene[index];
        using var result = FrameMat.Of(entry.Frame!.Mask);
        if (entry.IsRepetition)
        {
            _latest.CopyTo(result.Mat);
        }
        else if (reach > 0)
        {
            entry.Mask.CopyTo(_sum);
            _total.Create(entry.Mask.Size(), MatType.CV_32FC1);
            _total.SetTo(Scalar.All(1));
            for (var distance = 1; distance <= reach; distance++)
            {
                Count(_scene[index - distance], entry.ChangeFromBefore(distance));
                Count(_scene[index + distance], _scene[index + distance].ChangeFromBefore(distance));
            }

            Cv2.Divide(_sum, _total, result.Mat);
        }

        result.Mat.CopyTo(_latest);
        return entry.TakeFrame();
    }

    private void Count(Entry other, Mat change)
    {
        SteadinessWeights.Of(change, _weights);
        Cv2.AccumulateProduct(other.Mask, _weights, _sum, null!);
        Cv2.Accumulate(_weights, _total, null!);
    }

    /// <summary>A frame, its mask as it was, and how it differs from the frames before it.</summary>
    private sealed class Entry : IDisposable
    {
        private readonly MotionReference _picture;
        private readonly List<Mat> _changes;

        public Entry(MaskedFrame frame, IReadOnlyCollection<Entry> before)
        {
            Frame = frame;
            using (var mask = FrameMat.Of(frame.Mask))
            {
                Mask = mask.Mat.Clone();
            }

            _picture = MotionReference.Of(frame.Input);
            _changes = [.. before.Reverse().Select(entry => _picture.ChangeFrom(entry._picture))];
            IsRepetition = _changes.Count > 0 && Repetition.Holds(_changes[0], Mask, before.Last().Mask);
        }

        /// <summary>Whether picture and mask are those of the frame before.</summary>
        public bool IsRepetition { get; }

        /// <summary>Null when it has been taken.</summary>
        public MaskedFrame? Frame { get; private set; }

        public Mat Mask { get; }

        /// <summary>1 is the frame just before.</summary>
        public Mat ChangeFromBefore(int distance) => _changes[distance - 1];

        public MaskedFrame TakeFrame()
        {
            var frame = Frame!;
            Frame = null;
            return frame;
        }

        public void Dispose()
        {
            Frame?.Dispose();
            Mask.Dispose();
            _picture.Dispose();
            _changes.ForEach(change => change.Dispose());
        }
    }
}
