using OpenCvSharp;

namespace U2Video.Reporting.Tests;

public sealed class LossPlotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_training_plot_has_both_curves_and_readable_text()
    {
        using var picture = PictureAssert.Decode(LossPlots.Training(Run(epochs: 10, steps: 60)), 900, 500);

        var all = new Rect(0, 0, picture.Width, picture.Height);
        Assert.InRange(PictureAssert.Count(picture, all, 0x1f, 0x6f, 0xb4), 500, 20_000);
        Assert.InRange(PictureAssert.Count(picture, all, 0xd9, 0x69, 0x1e), 500, 20_000);
        // The title, drawn also where the system has no font at all.
        Assert.InRange(PictureAssert.Ink(picture, new Rect(300, 8, 300, 32)), 80, 5_000);
        Assert.InRange(PictureAssert.Count(picture, all, 255, 255, 255, tolerance: 0), 250_000, 445_000);
    }

    [Fact]
    public void The_validation_plot_has_the_loss_and_both_figures_of_the_masks()
    {
        using var picture = PictureAssert.Decode(LossPlots.Validation(Run(epochs: 20, steps: 4)), 900, 760);

        Assert.InRange(PictureAssert.Count(picture, new Rect(0, 0, 900, 460), 0xd9, 0x69, 0x1e), 300, 20_000);
        foreach (var left in new[] { 0, 450 })
        {
            Assert.InRange(PictureAssert.Count(picture, new Rect(left, 460, 450, 300), 0x2a, 0x8a, 0x5c), 150, 10_000);
            Assert.InRange(PictureAssert.Ink(picture, new Rect(left + 80, 460, 300, 34)), 150, 5_000);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_epochs_are_drawn_as_well(int epochs)
    {
        var history = Run(epochs, steps: 2);

        using var training = PictureAssert.Decode(LossPlots.Training(history), 900, 500);
        using var validation = PictureAssert.Decode(LossPlots.Validation(history), 900, 760);

        // Left of the legends.
        var curves = PictureAssert.Count(training, new Rect(60, 40, 500, 400), 0x1f, 0x6f, 0xb4, tolerance: 40);
        var points = PictureAssert.Count(validation, new Rect(60, 40, 540, 360), 0xd9, 0x69, 0x1e, tolerance: 40);
        Assert.Equal(epochs > 0, curves > 10);
        Assert.Equal(epochs > 0, points > 10);
    }

    [Fact]
    public void The_moving_average_keeps_a_straight_line_and_smooths_a_jagged_one()
    {
        Assert.Equal([9, 8, 7, 6, 5], Rounded(MovingAverage.Of([9, 8, 7, 6, 5], window: 5)));
        Assert.Equal([0, 2, 1, 0, 0], Rounded(MovingAverage.Of([0, 3, 3, -3, 0], window: 3))[..4].Append(0));
        Assert.Equal([4], MovingAverage.Of([4], window: 5));

        static double[] Rounded(double[] values) => [.. values.Select(value => Math.Round(value, 9))];
    }

    [Fact]
    public void A_loss_that_spans_much_is_drawn_on_a_logarithmic_axis()
    {
        Assert.True(new ValueAxis([0.01, 1]).IsLogarithmic);
        Assert.False(new ValueAxis([0.9, 1]).IsLogarithmic);
        Assert.False(new ValueAxis([0, 100]).IsLogarithmic);
        Assert.False(new ValueAxis([double.NaN]).IsLogarithmic);
        Assert.Equal(-2, new ValueAxis([0.01, 1]).Place(0.01), 1e-9);
    }

    private RunHistory Run(int epochs, int steps)
    {
        using var csv = MetricsCsv.Open(_folder.Path);
        SimulatedRun.Tell(csv, epochs, steps);
        return csv.History;
    }
}
