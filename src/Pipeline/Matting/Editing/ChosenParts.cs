using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Decides which parts are kept, and does not waver between two of about the same size.</summary>
/// <param name="keep">The rule.</param>
internal sealed class ChosenParts(Keep keep)
{
    // How much a part that was kept counts for, against one that was not.
    private const double Loyalty = 1.25;

    private bool[]? _kept;
    private Size _grid;

    /// <summary>The parts that are kept, by their index.</summary>
    /// <param name="map">The parts of this frame.</param>
    /// <param name="startsScene">Whether the frame before has nothing to do with this one.</param>
    public bool[] Find(PartMap map, bool startsScene)
    {
        var before = startsScene || _kept is null || _grid != map.Grid ? null : map.Overlaps(_kept);
        var count = keep is Keep.Largest largest ? largest.Count : 1;
        var kept = new bool[map.Parts.Count];
        foreach (var part in map.Parts.OrderByDescending(part => Size(part) * (WasKept(part) ? Loyalty : 1)).Take(count))
        {
            kept[part.Index] = true;
        }

        _grid = map.Grid;
        _kept = map.CellsOf(part => kept[part.Index]);
        return kept;

        bool WasKept(MattePart part) => before?[part.Index] > part.Cells / 2;

        // Near the middle a part counts for as much as one that is many times as large farther off.
        double Size(MattePart part) => keep is Keep.Central
            ? part.Area / (0.01 + Math.Pow(part.DistanceFromMiddle(map.Grid), 2))
            : part.Area;
    }
}
