using System.Numerics;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Looks for the best value on the way from a pixel: the largest one inwards, or the smallest one outwards.</summary>
/// <typeparam name="T">A sample of the matte.</typeparam>
/// <param name="source">The matte's samples.</param>
/// <param name="width">Its width.</param>
/// <param name="height">Its height.</param>
/// <param name="pixels">How far the edge is moved outwards; inwards below 0.</param>
internal readonly ref struct EdgeWalk<T>(ReadOnlySpan<T> source, int width, int height, double pixels)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly ReadOnlySpan<T> _source = source;
    private readonly double _length = Math.Abs(pixels);
    private readonly int _steps = (int)Math.Ceiling(Math.Abs(pixels));
    private readonly int _ahead = Math.Sign(-pixels);
    private readonly float _best = float.CreateTruncating(pixels > 0 ? T.MaxValue : T.MinValue);

    /// <summary>Whether a value may become another one where none on its way is better than <paramref name="best"/>.</summary>
    public bool CanChange(T value, T best) => _ahead < 0 ? best > value : best < value;

    /// <summary>The best of a value and those on the ways from its pixel.</summary>
    /// <param name="x">The pixel's column.</param>
    /// <param name="y">The pixel's row.</param>
    /// <param name="value">The pixel's value.</param>
    /// <param name="normals">The directions outwards.</param>
    public T From(int x, int y, T value, ReadOnlySpan<(double X, double Y)> normals)
    {
        var found = float.CreateTruncating(value);
        foreach (var normal in normals)
        {
            found = Along(x, y, normal, found);
        }

        return T.CreateTruncating(MathF.Round(found));
    }

    // From the far end, where the best value of all is found most often.
    private float Along(int x, int y, (double X, double Y) normal, float value)
    {
        for (var i = StepsWithin(x, y, normal); i > 0 && value != _best; i--)
        {
            var (column, line) = At(x, y, normal, i);
            var met = Sample(column, line);
            value = _ahead < 0 ? Math.Max(value, met) : Math.Min(value, met);
        }

        return value;
    }

    // The steps up to the first one that leaves the frame.
    private int StepsWithin(int x, int y, (double X, double Y) normal)
    {
        if (x > _steps && y > _steps && x < width - _steps - 1 && y < height - _steps - 1)
        {
            return _steps;
        }

        for (var i = 1; i < _steps; i++)
        {
            var (column, line) = At(x, y, normal, i);
            if (column < -1 || line < -1 || column > width || line > height)
            {
                return i;
            }
        }

        return _steps;
    }

    private (double Column, double Line) At(int x, int y, (double X, double Y) normal, int step)
    {
        var way = _ahead * Math.Min(step, _length);
        return (x + (way * normal.X), y + (way * normal.Y));
    }

    private float Sample(double x, double y)
    {
        (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, below) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (across, down) = ((float)(x - left), (float)(y - top));
        var upper = _source.Slice(top * width, width);
        var lower = _source.Slice(below * width, width);
        var above = Between(upper[left], upper[right], across);
        return above + (down * (Between(lower[left], lower[right], across) - above));
    }

    private static float Between(T one, T other, float share)
    {
        var first = float.CreateTruncating(one);
        return first + (share * (float.CreateTruncating(other) - first));
    }
}
