using System.Globalization;
using System.Numerics;

namespace U2Video.Pipeline;

/// <summary>An exact fraction: a time base in seconds, a frame rate in frames a second, or a pixel's shape.</summary>
/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below the line, positive.</param>
internal readonly record struct Rational(long Numerator, long Denominator)
{
    /// <summary>The nearest floating-point number.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>One over this.</summary>
    public Rational Inverse => new(Denominator, Numerator);

    /// <summary>
    /// The number of ticks of <paramref name="target"/> nearest to <paramref name="ticks"/> of this time base; halves go away
    /// from zero. No error adds up when absolute times are converted.
    /// </summary>
    public long Rescale(long ticks, Rational target)
    {
        var product = (BigInteger)ticks * Numerator * target.Denominator;
        var divisor = (BigInteger)Denominator * target.Numerator;
        var rounded = ((BigInteger.Abs(product) * 2) + divisor) / (divisor * 2);
        return (long)(product.Sign < 0 ? -rounded : rounded);
    }

    /// <summary>As FFmpeg writes it: <c>30000/1001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
