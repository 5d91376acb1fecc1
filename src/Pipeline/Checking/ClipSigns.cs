using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Checking;

/// <summary>Gathers the signs of doubt of a clip's frames.</summary>
internal sealed class ClipSigns : IDisposable
{
    // Frames on either side with which an area is compared: a subject may be missing for longer than it is too large.
    private const int Around = 24;
    private const int CloseBy = 8;

    // So many frames of those around are at least as large as the usual area.
    private const double UsualShare = 0.2;

    // Fewer frames say too little about each other, such as those of a flash; the frames of other scenes count as well then.
    private const int ShortestScene = 12;

    private readonly List<FrameSigns> _frames = [];
    private readonly List<double?> _disagreements = [];
    private readonly List<double> _jumps = [];
    private readonly StillJump _jump = new();

    /// <summary>The number of frames so far.</summary>
    public int Count => _frames.Count;

    /// <summary>Looks at the clip's next frame, which stays the caller's.</summary>
    /// <param name="frame">The frame with the mask that is smoothed next.</param>
    /// <param name="disagreement">What <see cref="PassDisagreement"/> found; null where it was not asked.</param>
    public void Add(MaskedFrame frame, double? disagreement)
    {
        var signs = new FrameSigns { StartsScene = frame.StartsScene };
        MaskShape.Measure(frame.Mask, signs);
        _frames.Add(signs);
        _jumps.Add(_jump.Next(frame));
        _disagreements.Add(disagreement);
    }

    /// <summary>The signs of all frames, when all are known.</summary>
    public IReadOnlyList<FrameSigns> Finish()
    {
        foreach (var (start, end) in Scenes())
        {
            Interpolate(start, end);
            var (first, last) = end - start < ShortestScene ? (0, Count) : (start, end);
            for (var i = start; i < end; i++)
            {
                var frame = _frames[i];
                frame.UsualArea = AreaOf(first, last, i, Around, 1 - UsualShare);
                frame[DoubtSign.Jump] = Math.Max(_jumps[i], i + 1 < end ? _jumps[i + 1] : 0);
                frame[DoubtSign.Smaller] = LogRatio(frame.UsualArea, frame.Area);
                frame[DoubtSign.Larger] = LogRatio(frame.Area, AreaOf(first, last, i, CloseBy, 0.5));
            }
        }

        return _frames;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _jump.Dispose();

    private IEnumerable<(int Start, int End)> Scenes()
    {
        for (var start = 0; start < Count;)
        {
            var end = start + 1;
            while (end < Count && !_frames[end].StartsScene)
            {
                end++;
            }

            yield return (start, end);
            start = end;
        }
    }

    private double AreaOf(int first, int last, int index, int reach, double quantile)
    {
        var around = _frames[Math.Max(first, index - reach)..Math.Min(last, index + reach + 1)];
        var areas = around.Select(frame => frame.Area).Order().ToArray();
        return areas[(int)(quantile * (areas.Length - 1))];
    }

    private static double LogRatio(double one, double other) =>
        Math.Max(0, Math.Log((one + MaskShape.SmallestArea) / (other + MaskShape.SmallestArea)));

    // Linearly between two measured frames of a scene; beyond the last one its value stays.
    private void Interpolate(int start, int end)
    {
        int? before = null;
        for (var i = start; i < end; i++)
        {
            if (_disagreements[i] is not { } value)
            {
                _frames[i][DoubtSign.Disagreement] = before is { } known ? _disagreements[known]!.Value : 0;
                continue;
            }

            for (var between = before + 1 ?? start; between < i; between++)
            {
                var (from, share) = before is { } known
                    ? (_disagreements[known]!.Value, (between - known) / (double)(i - known))
                    : (value, 1);
                _frames[between][DoubtSign.Disagreement] = from + (share * (value - from));
            }

            (_frames[i][DoubtSign.Disagreement], before) = (value, i);
        }
    }
}
