using System.Numerics;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>A row of a plane that lies between two of its rows: its values are linear between theirs.</summary>
/// <param name="above">The address of the first row's values.</param>
/// <param name="below">The address of the second row's.</param>
/// <param name="place">0 is the first row, 1 the second.</param>
internal readonly struct RowBetween(nint above, nint below, float place)
{
    private readonly nint _above = above;
    private readonly nint _below = below;
    private readonly Vector<float> _share = new(place);

    /// <summary>A vector of its values; the planes must not be disposed yet.</summary>
    public unsafe Vector<float> At(int index)
    {
        var first = ((Vector<float>*)_above)[index];
        return first + (_share * (((Vector<float>*)_below)[index] - first));
    }
}
