using ScottPlot;
using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>Draws the curves of a run.</summary>
internal static class LossPlots
{
    /// <summary>Both pictures are so wide.</summary>
    public const int Width = 900;

    /// <summary><c>train_loss.png</c> is so high.</summary>
    public const int TrainingHeight = 500;

    /// <summary><c>valid_loss.png</c> is so high: it has the masks' figures below the loss.</summary>
    public const int ValidationHeight = 760;

    private const float LossHeight = 460;

    /// <summary>The loss over the steps, all seven terms and the fused one: as measured, and its moving average.</summary>
    /// <param name="history">The run so far.</param>
    /// <returns>A PNG of <see cref="Width"/> × <see cref="TrainingHeight"/>.</returns>
    public static byte[] Training(RunHistory history)
    {
        using var plot = PlotStyle.Create("Training loss", "step", "binary cross-entropy");
        var steps = history.Steps;
        var (x, sum, fused) = (Numbers(steps, step => step.Step), Numbers(steps, step => step.Loss), Numbers(steps, step => step.Fused));
        var axis = new ValueAxis([.. sum, .. fused]);
        var window = MovingAverage.WindowFor(steps.Count);

        plot.AddThin(x, Placed(axis, sum), PlotStyle.Blue);
        plot.AddThin(x, Placed(axis, fused), PlotStyle.Orange);
        plot.AddThick(x, Placed(axis, MovingAverage.Of(sum, window)), PlotStyle.Blue, $"all seven terms, moving average of {window}");
        plot.AddThick(x, Placed(axis, MovingAverage.Of(fused, window)), PlotStyle.Orange, $"fused output, moving average of {window}");
        Finish(plot, axis, x, Alignment.UpperRight);
        return PlotStyle.Render(Width, TrainingHeight, (plot, new PixelRect(0, Width, TrainingHeight, 0)));
    }

    /// <summary>The loss of each epoch, in training and in validation, and below it how near the masks come.</summary>
    /// <param name="history">The run so far.</param>
    /// <returns>A PNG of <see cref="Width"/> × <see cref="ValidationHeight"/>.</returns>
    public static byte[] Validation(RunHistory history)
    {
        using var loss = PlotStyle.Create("Validation loss", "epoch", "binary cross-entropy, seven terms");
        var epochs = history.Epochs;
        var x = Numbers(epochs, epoch => epoch.Epoch);
        var (training, validation) = (Numbers(epochs, epoch => epoch.Training.Sum), Numbers(epochs, epoch => epoch.Validation.Sum));
        var axis = new ValueAxis([.. training, .. validation]);
        loss.AddMiddle(x, Placed(axis, training), PlotStyle.Blue, "training, mean of the epoch");
        AddWithAverage(loss, x, Placed(axis, validation), value => Placed(axis, MovingAverage.Of(validation, value)), PlotStyle.Orange);
        Finish(loss, axis, x, Alignment.UpperRight);

        using var iou = Metric("Intersection over union", history, epoch => epoch.HeldOut.MeanIntersectionOverUnion);
        using var error = Metric("Mean absolute error", history, epoch => epoch.HeldOut.MeanAbsoluteError);
        return PlotStyle.Render(
            Width,
            ValidationHeight,
            (loss, new PixelRect(0, Width, LossHeight, 0)),
            (iou, new PixelRect(0, Width / 2, ValidationHeight, LossHeight)),
            (error, new PixelRect(Width / 2, Width, ValidationHeight, LossHeight)));
    }

    private static Plot Metric(string title, RunHistory history, Func<EpochRecord, double> figure)
    {
        var plot = PlotStyle.Create(title, "epoch", "");
        var x = Numbers(history.Epochs, epoch => epoch.Epoch);
        var y = Numbers(history.Epochs, figure);
        AddWithAverage(plot, x, y, window => MovingAverage.Of(y, window), PlotStyle.Green, named: false);
        if (history.Best is { } best)
        {
            plot.AddPoints([best.Epoch], [figure(best)], PlotStyle.Orange, size: 10, "best epoch");
        }

        var axis = new ValueAxis(y.Append(y.DefaultIfEmpty().Average()));
        FitHorizontally(plot, x);
        if (!axis.IsLogarithmic)
        {
            axis.Apply(plot);
        }

        plot.AddLegend(y.Length > 0 && y[^1] > y[0] ? Alignment.LowerRight : Alignment.UpperRight);
        return plot;
    }

    private static void AddWithAverage(Plot plot, double[] x, double[] y, Func<int, double[]> average, Color color, bool named = true)
    {
        var window = MovingAverage.WindowFor(x.Length);
        plot.AddThin(x, y, color);
        plot.AddPoints(x, y, color.WithAlpha(150), name: named ? "validation" : null);
        plot.AddThick(x, average(window), color, named ? $"validation, moving average of {window}" : null);
    }

    private static void Finish(Plot plot, ValueAxis axis, double[] x, Alignment legend)
    {
        FitHorizontally(plot, x);
        axis.Apply(plot);
        plot.AddLegend(legend);
    }

    private static void FitHorizontally(Plot plot, double[] x)
    {
        var (first, last) = x is [var low, .., var high] ? (low, high) : x is [var only] ? (only - 1, only + 1) : (0, 1);
        var room = 0.015 * (last - first);
        plot.Axes.SetLimitsX(first - room, last + room);
    }

    private static double[] Numbers<T>(IEnumerable<T> records, Func<T, double> value) => [.. records.Select(value)];

    private static double[] Placed(ValueAxis axis, IEnumerable<double> values) => [.. values.Select(axis.Place)];
}
