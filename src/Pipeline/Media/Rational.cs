using System.Globalization;
using System.Numerics;

namespace U2Video.Pipeline.Media;

/// <summary>An exact fraction: a time base in seconds, a frame rate in frames a second, or a pixel's shape.</summary>
/// <param name="Numerator">The number above the line.</param>
/// <param name="Denominator">The number below the line, positive.</param>
public readonly record struct Rational(long Numerator, long Denominator)
{
    private const long MaximumDecimal = 1_000_000;

    /// <summary>The nearest floating-point number.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>One divided by this fraction.</summary>
    internal Rational Inverse => new(Denominator, Numerator);

    /// <summary>
    /// The number of ticks of <paramref name="target"/> nearest to <paramref name="ticks"/> of this time base; halves are
    /// rounded away from zero. When absolute times are converted, errors do not add up.
    /// </summary>
    internal long Rescale(long ticks, Rational target)
    {
        var product = (BigInteger)ticks * Numerator * target.Denominator;
        var divisor = (BigInteger)Denominator * target.Numerator;
        var rounded = ((BigInteger.Abs(product) * 2) + divisor) / (divisor * 2);
        return (long)(product.Sign < 0 ? -rounded : rounded);
    }

    /// <summary>The number of ticks of this time base nearest to a time.</summary>
    internal long Ticks(TimeSpan time) => new Rational(1, TimeSpan.TicksPerSecond).Rescale(time.Ticks, this);

    /// <summary>Reads <c>30000/1001</c>, <c>25</c> or a decimal number like <c>29.97</c>.</summary>
    /// <returns>The fraction, or null where the text is not a fraction.</returns>
    public static Rational? TryParse(string? text)
    {
        var parts = (text ?? "").Split('/');
        if (parts.Length == 1 && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < int.MaxValue)
        {
            var (numerator, denominator) = (number, 1L);
            for (; numerator != Math.Floor(numerator) && denominator < MaximumDecimal; denominator *= 10)
            {
                numerator *= 10;
            }

            return new Rational((long)numerator, denominator);
        }

        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var above)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var below) && below > 0
                ? new Rational(above, below)
                : null;
    }

    /// <summary>The fraction as FFmpeg writes it: <c>30000/1001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
