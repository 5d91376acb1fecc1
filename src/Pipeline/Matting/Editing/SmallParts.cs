using OpenCvSharp;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Decides which parts are too small, without flicker: a part that overlaps one that passed in the frame before passes with two thirds
/// of the area.
/// </summary>
/// <param name="least">The smallest area that passes.</param>
internal sealed class SmallParts(FrameArea least)
{
    private const double ShareOncePassed = 2.0 / 3;

    private bool[]? _passed;
    private Size _grid;

    /// <summary>The parts that are too small, by their index.</summary>
    /// <param name="map">The parts of this frame.</param>
    /// <param name="matte">The frame's matte, for its size.</param>
    /// <param name="startsScene">Whether the frame before has nothing to do with this one.</param>
    /// <param name="neverSmall">Parts that pass whatever their area.</param>
    public bool[] Find(PartMap map, Mat matte, bool startsScene, Func<MattePart, bool>? neverSmall = null)
    {
        var limit = least.In(matte.Cols, matte.Rows);
        var before = startsScene || _passed is null || _grid != map.Grid ? null : map.Overlaps(_passed);
        var small = new bool[map.Parts.Count];
        foreach (var part in map.Parts)
        {
            var needed = before?[part.Index] > 0 ? limit * ShareOncePassed : limit;
            small[part.Index] = part.Area < needed && neverSmall?.Invoke(part) != true;
        }

        _grid = map.Grid;
        _passed = map.CellsOf(part => !small[part.Index]);
        return small;
    }
}
