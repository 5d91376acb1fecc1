using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace U2Video.Reporting;

/// <summary>The vertical axis of a loss: logarithmic where the values span much, else linear.</summary>
internal sealed class ValueAxis
{
    private const double ManyTimes = 6;
    private const double Room = 0.05;

    private readonly double _low;
    private readonly double _high;

    /// <summary>Fits an axis to values; values that are NaN or infinite are left out.</summary>
    public ValueAxis(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
        (_low, _high) = (finite.Min(), finite.Max());
        IsLogarithmic = _low > 0 && _high / _low >= ManyTimes;
    }

    /// <summary>Whether values are drawn as their logarithms.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Where a value is drawn.</summary>
    public double Place(double value) => IsLogarithmic ? Math.Log10(Math.Max(value, _low)) : value;

    /// <summary>Sets range and ticks of a plot's left axis.</summary>
    public void Apply(Plot plot)
    {
        var (low, high) = (Place(_low), Place(_high));
        var room = high > low ? Room * (high - low) : Math.Max(Math.Abs(high) * Room, 1e-6);
        plot.Axes.SetLimitsY(low - room, high + room);
        if (IsLogarithmic)
        {
            plot.Axes.Left.TickGenerator = new NumericManual([.. LogarithmicTicks(low - room, high + room)]);
        }
    }

    private static IEnumerable<Tick> LogarithmicTicks(double low, double high)
    {
        // Over many decades labels at 2 and 5 would stand too close.
        int[] labelled = high - low > 3 ? [1] : [1, 2, 5];
        for (var decade = (int)Math.Floor(low); decade <= high; decade++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var value = digit * Math.Pow(10, decade);
                var place = Math.Log10(value);
                if (place >= low && place <= high)
                {
                    yield return labelled.Contains(digit)
                        ? new Tick(place, value.ToString("0.######", CultureInfo.InvariantCulture), isMajor: true)
                        : new Tick(place, "", isMajor: false);
                }
            }
        }
    }
}
