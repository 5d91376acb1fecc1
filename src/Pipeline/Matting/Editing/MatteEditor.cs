using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Edits the mattes of one clip, in the order that <see cref="MatteEdits"/> tells.</summary>
/// <param name="edits">What to change.</param>
/// <param name="clock">What time it is at a frame.</param>
internal sealed class MatteEditor(MatteEdits edits, FrameClock clock) : IAsyncDisposable
{
    // Specks are what hardly hangs together with the subject; parts that are kept or picked may touch by soft edges.
    private const double SpeckLevel = 0.1;
    private const double PartLevel = 0.5;

    // Cells beside a part that are its soft edge.
    private const double EdgeCells = 3;

    private const double SigmasOfFeather = 2;

    private readonly SmallParts? _holes = edits.FillHoles is { } area ? new SmallParts(area) : null;
    private readonly SmallParts? _specks = edits.DropSpecks is { } area ? new SmallParts(area) : null;
    private readonly ChosenParts? _kept = edits.Keep is { } keep ? new ChosenParts(keep) : null;
    private readonly PickedParts? _picked = edits.Picks.Count > 0 ? new PickedParts(edits.Picks) : null;

    // What each sample becomes by levels and threshold.
    private ushort[]? _newValues;

    private readonly ShownStencil _garbage = new(edits.Garbage, clock, PropertyName.Of<MatteEdits>(nameof(MatteEdits.Garbage)));
    private readonly ShownStencil _holdout = new(edits.Holdout, clock, PropertyName.Of<MatteEdits>(nameof(MatteEdits.Holdout)));

    /// <summary>Edits the next matte of the clip, in place.</summary>
    /// <param name="matte">Gray, of the frame's size and depth.</param>
    /// <param name="startsScene">Whether it has nothing to do with the frame before.</param>
    /// <param name="cancellation">Ends the wait for a clip's stencils.</param>
    /// <exception cref="InputException">
    /// There is no part of the subject at a pick's place and time, the region lies outside of the frame, or a clip of stencils cannot be
    /// decoded.
    /// </exception>
    public async ValueTask ApplyAsync(Frame matte, bool startsScene, CancellationToken cancellation)
    {
        if (edits.IsNone)
        {
            return;
        }

        var time = clock.TimeOf(matte);
        var garbage = await _garbage.AtAsync(time, cancellation).ConfigureAwait(false);
        var holdout = await _holdout.AtAsync(time, cancellation).ConfigureAwait(false);
        Apply(matte, startsScene, garbage, holdout);
    }

    /// <summary>Closes the clips of stencils, and gives the memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        _holes?.Dispose();
        _specks?.Dispose();
        _kept?.Dispose();
        await _garbage.DisposeAsync().ConfigureAwait(false);
        await _holdout.DisposeAsync().ConfigureAwait(false);
    }

    private void Apply(Frame matte, bool startsScene, MatteStencil? garbage, MatteStencil? holdout)
    {
        using var pixels = FrameMat.Of(matte);
        var mat = pixels.Mat;
        ChangeValues(mat);
        FillHoles(mat, startsScene);
        DropParts(mat, clock.TimeOf(matte), startsScene);
        MoveEdge(mat);
        Overrule(mat, garbage, holdout);
    }

    private void ChangeValues(Mat matte)
    {
        if (edits.Levels is null && edits.Threshold is null)
        {
            return;
        }

        var full = matte.LargestSample();
        if (_newValues?.Length != full + 1)
        {
            _newValues = [.. Enumerable.Range(0, full + 1).Select(sample => (ushort)Math.Round(full * NewValue((double)sample / full)))];
        }

        if (full == byte.MaxValue)
        {
            Cv2.LUT(matte, InputArray.Create(Array.ConvertAll(_newValues, value => (byte)value)), matte);
        }
        else
        {
            foreach (ref var sample in matte.AsSpan<ushort>())
            {
                sample = _newValues[sample];
            }
        }
    }

    private double NewValue(double value)
    {
        var leveled = edits.Levels?.Apply(value) ?? value;
        return edits.Threshold is { } threshold ? (leveled >= threshold ? 1 : 0) : leveled;
    }

    private void FillHoles(Mat matte, bool startsScene)
    {
        if (_holes is null)
        {
            return;
        }

        var map = PartMap.OfBackground(matte);
        var small = _holes.Find(map, matte, startsScene, neverSmall: part => part.TouchesEdge(map.Grid));
        map.Set(matte, part => small[part.Index], matte.LargestSample(), EdgeCells);
    }

    private void DropParts(Mat matte, TimeSpan time, bool startsScene)
    {
        if (_specks is not null)
        {
            var map = PartMap.OfSubject(matte, SpeckLevel);
            var small = _specks.Find(map, matte, startsScene);
            map.SetWithRest(matte, part => small[part.Index], 0, EdgeCells);
        }

        if (_kept is not null)
        {
            var map = PartMap.OfSubject(matte, PartLevel);
            var kept = _kept.Find(map, startsScene);
            map.SetWithRest(matte, part => !kept[part.Index], 0);
        }

        if (_picked is not null)
        {
            using var map = PartMap.OfSubject(matte, PartLevel);
            if (_picked.Find(map, matte, time) is { } picked)
            {
                map.SetWithRest(matte, part => !picked[part.Index], 0);
            }
        }
    }

    private void MoveEdge(Mat matte)
    {
        if (edits.Grow.Value != 0)
        {
            EdgeShift.Apply(matte, edits.Grow.In(matte.Cols, matte.Rows));
        }

        if (edits.Feather.In(matte.Cols, matte.Rows) is > 0 and var feather)
        {
            Cv2.GaussianBlur(matte, matte, default, Math.Max(feather / SigmasOfFeather, 0.1), borderType: BorderTypes.Replicate);
        }
    }

    private void Overrule(Mat matte, MatteStencil? garbage, MatteStencil? holdout)
    {
        if (edits.Region is { } region)
        {
            using var outside = new Mat(matte.Size(), MatType.CV_8UC1, Scalar.All(byte.MaxValue));
            var (left, top) = (Place(region.X, matte.Cols), Place(region.Y, matte.Rows));
            var (right, bottom) = (left + Place(region.Width, matte.Cols), top + Place(region.Height, matte.Rows));
            var inside = new Rect(left, top, Math.Min(right, matte.Cols) - left, Math.Min(bottom, matte.Rows) - top);
            if (inside is not { Width: > 0, Height: > 0 })
            {
                throw new InputException(
                    $"{PropertyName.Of<MatteEdits>(nameof(MatteEdits.Region))} {region}: "
                    + $"leaves nothing of the frame, which is {matte.Cols}x{matte.Rows}.");
            }

            using var hole = outside[inside];
            hole.SetTo(Scalar.All(0));
            matte.SetTo(Scalar.All(0), outside);
        }

        if (garbage is not null)
        {
            using var never = garbage.Like(matte);
            using var most = new Mat();
            Cv2.BitwiseNot(never, most);
            Cv2.Min(matte, most, matte);
        }

        if (holdout is not null)
        {
            using var always = holdout.Like(matte);
            Cv2.Max(matte, always, matte);
        }

        if (edits.Invert)
        {
            Cv2.BitwiseNot(matte, matte);
        }
    }

    private static int Place(FrameLength length, int side) =>
        (int)Math.Round(length.IsShare ? Math.Min(length.Value, 1) * side : Math.Min(length.Value, side));
}
