using System.Numerics;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Looks for the best value on the way from a pixel: the largest one inwards, or the smallest one outwards. What would be better by less
/// than a hundredth may be passed over, because it is not seen, and a subject's inside wavers by that much nearly everywhere.
/// </summary>
/// <typeparam name="T">A sample of the matte.</typeparam>
/// <param name="source">The matte's samples.</param>
/// <param name="bounds">What can be met near each of them.</param>
/// <param name="pixels">How far the edge is moved outwards; inwards below 0.</param>
internal readonly ref struct EdgeWalk<T>(Mat source, EdgeBounds bounds, double pixels)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly ReadOnlySpan<T> _source = source.AsSpan<T>();
    private readonly ReadOnlySpan<T> _beside = bounds.Beside.AsSpan<T>();
    private readonly ReadOnlySpan<T> _around = bounds.Around.AsSpan<T>();
    private readonly int _width = source.Cols;
    private readonly int _height = source.Rows;
    private readonly int _columns = bounds.Around.Cols;
    private readonly double _cellsAcross = (double)bounds.Around.Cols / source.Cols;
    private readonly double _cellsDown = (double)bounds.Around.Rows / source.Rows;
    private readonly double _length = Math.Abs(pixels);
    private readonly int _steps = (int)Math.Ceiling(Math.Abs(pixels));
    private readonly int _ahead = Math.Sign(-pixels);
    private readonly float _best = float.CreateTruncating(pixels > 0 ? T.MaxValue : T.MinValue);
    private readonly float _least = (float)(float.CreateTruncating(T.MaxValue) * EdgeBounds.Least);

    /// <summary>Whether a value may become another one that is seen, if none on its way is better than <paramref name="best"/>.</summary>
    public bool CanChange(T value, T best) => IsBetter(best, float.CreateTruncating(value));

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
        var isInside = x > _steps && y > _steps && x < _width - _steps - 1 && y < _height - _steps - 1;
        for (var i = isInside ? _steps : StepsWithin(x, y, normal); i > 0 && value != _best;)
        {
            var (column, line) = At(x, y, normal, i);
            if (!isInside)
            {
                (column, line) = (Math.Clamp(column, 0, _width - 1), Math.Clamp(line, 0, _height - 1));
            }

            // Neither is negative or large, so the slower conversion that limits such numbers is not needed.
            var (left, top) = (double.ConvertToIntegerNative<int>(column), double.ConvertToIntegerNative<int>(line));
            if (i > EdgeBounds.PixelsAround && !IsBetter(_around[CellOf(column, line)], value))
            {
                i -= EdgeBounds.PixelsAround;
                continue;
            }

            if (IsBetter(_beside[(top * _width) + left], value))
            {
                var met = Sample(left, top, (float)(column - left), (float)(line - top));
                value = (_ahead < 0 ? met > value : met < value) ? met : value;
            }

            i--;
        }

        return value;
    }

    private int CellOf(double column, double line) =>
        (double.ConvertToIntegerNative<int>(line * _cellsDown) * _columns) + double.ConvertToIntegerNative<int>(column * _cellsAcross);

    private bool IsBetter(T bound, float value) => _ahead < 0
        ? float.CreateTruncating(bound) - value >= _least
        : value - float.CreateTruncating(bound) >= _least;

    // The steps up to the first one that leaves the frame.
    private int StepsWithin(int x, int y, (double X, double Y) normal)
    {
        for (var i = 1; i < _steps; i++)
        {
            var (column, line) = At(x, y, normal, i);
            if (column < -1 || line < -1 || column > _width || line > _height)
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

    private float Sample(int left, int top, float across, float down)
    {
        var (right, below) = (left < _width - 1 ? 1 : 0, top < _height - 1 ? _width : 0);
        var at = (top * _width) + left;
        var above = Between(_source[at], _source[at + right], across);
        return above + (down * (Between(_source[at + below], _source[at + below + right], across) - above));
    }

    private static float Between(T one, T other, float share)
    {
        var first = float.CreateTruncating(one);
        return first + (share * (float.CreateTruncating(other) - first));
    }
}
