namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Decides which parts are kept, and does not waver between two of about the same size.</summary>
/// <param name="keep">The rule.</param>
internal sealed class ChosenParts(Keep keep) : IDisposable
{
    // How much a part that was kept counts for, against one that was not.
    private const double Loyalty = 1.25;

    private PartMap? _before;
    private bool[] _kept = [];

    /// <summary>The parts that are kept, by their index.</summary>
    /// <param name="map">The parts of this frame. They are taken over, and valid until the next call.</param>
    /// <param name="startsScene">Whether the frame before has nothing to do with this one.</param>
    public bool[] Find(PartMap map, bool startsScene)
    {
        var before = startsScene || _before?.Grid != map.Grid ? null : _before;
        var count = keep is Keep.Largest largest ? largest.Count : 1;
        var kept = new bool[map.Parts.Count];
        if (kept.Length <= count)
        {
            Array.Fill(kept, true);
        }
        else
        {
            foreach (var part in map.Parts.OrderByDescending(part => Size(part) * (WasKept(part) ? Loyalty : 1)).Take(count))
            {
                kept[part.Index] = true;
            }
        }

        _before?.Dispose();
        (_before, _kept) = (map, kept);
        return kept;

        bool WasKept(MattePart part) => before is not null && map.Overlap(part, before, _kept) > part.Cells / 2;

        // Near the middle a part counts for as much as one that is many times as large farther off.
        double Size(MattePart part) => keep is Keep.Central
            ? part.Area / (0.01 + Math.Pow(part.DistanceFromMiddle(map.Grid), 2))
            : part.Area;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _before?.Dispose();
}
