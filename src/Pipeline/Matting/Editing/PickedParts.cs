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
    private bool[]? _picked;

    /// <summary>The parts that are picked, by their index; null while no pick holds yet.</summary>
    /// <param name="map">The parts of this frame.</param>
    /// <param name="matte">The frame's matte, for its size.</param>
    /// <param name="time">When the frame is shown.</param>
    /// <exception cref="InputException">At a pick's place and time is no part of the subject.</exception>
    public bool[]? Find(PartMap map, Mat matte, TimeSpan time)
    {
        if (_waiting.Count == picks.Count && _waiting[0].At > time)
        {
            return null;
        }

        var picked = new bool[map.Parts.Count];
        if (_picked?.Length == map.CellCount)
        {
            var overlaps = map.Overlaps(_picked);
            var cells = _picked.Count(isPicked => isPicked);
            foreach (var part in map.Parts)
            {
                picked[part.Index] = overlaps[part.Index] > SharedCells * Math.Min(part.Cells, cells);
            }
        }

        while (_waiting.Count > 0 && _waiting[0].At <= time)
        {
            var (x, y) = (Place(_waiting[0].X, matte.Cols), Place(_waiting[0].Y, matte.Rows));
            var part = map.At(x, y, Reach)
                ?? throw new InputException(
                    $"{PropertyName.Of<MatteEdits>(nameof(MatteEdits.Picks))} {_waiting[0].X},{_waiting[0].Y}: "
                    + $"there is no subject at this place at {time:hh\\:mm\\:ss\\.ff}; pick another place or time.");
            picked[part.Index] = true;
            _waiting.RemoveAt(0);
        }

        // What is lost from sight is looked for where it was last.
        if (picked.Contains(true))
        {
            _picked = map.CellsOf(part => picked[part.Index]);
        }

        return picked;
    }

    private static double Place(FrameLength length, int side) => length.IsShare ? length.Value : Math.Min(length.Value / side, 1);
}
