using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Finds the parts that were picked, and follows each from frame to frame by overlap.</summary>
/// <param name="picks">The places and times.</param>
internal sealed class PickedParts(IReadOnlyList<Pick> picks)
{
    // How far beside a part a pick may lie, in cells, and how much two parts of neighboring frames have in common to be the same one.
    private const double Reach = 6;
    private const double SharedCells = 0.25;

    private readonly List<Pick> _waiting = [.. picks.OrderBy(pick => pick.At)];
    private readonly List<PartCells> _followed = [];
    private Size _grid;

    /// <summary>The parts that are picked, by their index; null while no pick holds yet.</summary>
    /// <param name="map">The parts of this frame.</param>
    /// <param name="matte">The frame's matte, for its size.</param>
    /// <param name="time">When the frame is shown.</param>
    /// <exception cref="InputException">
    /// A pick lies outside of the frame, or there is no part of the subject at its place and time.
    /// </exception>
    public bool[]? Find(PartMap map, Mat matte, TimeSpan time)
    {
        if (_followed.Count == 0 && _waiting[0].At > time)
        {
            return null;
        }

        if (_grid != map.Grid)
        {
            for (var i = 0; i < _followed.Count; i++)
            {
                _followed[i] = _followed[i].On(map.Grid);
            }

            _grid = map.Grid;
        }

        var picked = new bool[map.Parts.Count];
        for (var i = 0; i < _followed.Count; i++)
        {
            _followed[i] = Follow(map, _followed[i], picked);
        }

        while (_waiting.Count > 0 && _waiting[0].At <= time)
        {
            var part = PartAt(_waiting[0], map, matte, time);
            picked[part.Index] = true;
            _followed.Add(map.CellsOf(one => one == part));
            _waiting.RemoveAt(0);
        }

        return picked;
    }

    // What is lost from sight is looked for where it was last.
    private static PartCells Follow(PartMap map, PartCells cells, bool[] picked)
    {
        var overlaps = map.Overlaps(cells);
        var found = map.Parts.Where(part => overlaps[part.Index] > SharedCells * Math.Min(part.Cells, cells.Count)).ToHashSet();
        foreach (var part in found)
        {
            picked[part.Index] = true;
        }

        return found.Count > 0 ? map.CellsOf(found.Contains) : cells;
    }

    private static MattePart PartAt(Pick pick, PartMap map, Mat matte, TimeSpan time)
    {
        var name = PropertyName.Of<MatteEdits>(nameof(MatteEdits.Picks));
        var (x, y) = (Place(pick.X, matte.Cols), Place(pick.Y, matte.Rows));
        if (x > 1 || y > 1)
        {
            throw new InputException($"{name} {pick.X},{pick.Y}: is outside of the frame, which is {matte.Cols}x{matte.Rows}.");
        }

        return map.At(x, y, Reach)
            ?? throw new InputException(
                $"{name} {pick.X},{pick.Y}: there is no subject at this place at {time:hh\\:mm\\:ss\\.ff}; "
                + $"pick another place or time.");
    }

    private static double Place(FrameLength length, int side) => length.IsShare ? length.Value : length.Value / side;
}
