using OpenCvSharp;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Decides which parts are too small, without flicker: a part that overlaps one that passed in the frame before passes with two thirds
/// of the area.
/// </summary>
/// <param name="least">The smallest area that passes.</param>
internal sealed class SmallParts(FrameArea least) : IDisposable
{
    private const double ShareOncePassed = 2.0 / 3;

    private PartMap? _before;
    private bool[] _passed = [];

    /// <summary>The parts that are too small, by their index.</summary>
    /// <param name="map">The parts of this frame. They are taken over, and valid until the next call.</param>
    /// <param name="matte">The frame's matte, for its size.</param>
    /// <param name="startsScene">Whether the frame before has nothing to do with this one.</param>
    /// <param name="neverSmall">Parts that pass whatever their area.</param>
    public bool[] Find(PartMap map, Mat matte, bool startsScene, Func<MattePart, bool>? neverSmall = null)
    {
        var limit = least.In(matte.Cols, matte.Rows);
        var before = startsScene || _before?.Grid != map.Grid ? null : _before;
        var small = new bool[map.Parts.Count];
        foreach (var part in map.Parts)
        {
            small[part.Index] = part.Area < limit && neverSmall?.Invoke(part) != true
                && (part.Area < limit * ShareOncePassed || before is null || map.Overlap(part, before, _passed) == 0);
        }

        _before?.Dispose();
        (_before, _passed) = (map, Array.ConvertAll(small, isSmall => !isSmall));
        return small;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _before?.Dispose();
}
