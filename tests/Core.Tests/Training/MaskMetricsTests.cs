using U2Video.Core.Training;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training;

public class MaskMetricsTests
{
    [Fact]
    public void Hand_worked_values()
    {
        using var scope = NewDisposeScope();
        var metrics = MaskMetrics.Compare(tensor(new[] { 0.9f, 0.6f, 0.2f, 0f }), tensor(new[] { 1f, 0f, 1f, 0f }));

        Assert.Equal((0.1 + 0.6 + 0.8 + 0) / 4, metrics.MeanAbsoluteError, 1e-6);
        Assert.Equal(1.0 / 3, metrics.MeanIntersectionOverUnion, 1e-9);
    }

    [Fact]
    public void Two_empty_masks_agree()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(1, MaskMetrics.Compare(zeros(4), zeros(4)).MeanIntersectionOverUnion);
    }

    [Fact]
    public void Means_count_each_picture_once()
    {
        var mean = MaskMetrics.Mean([new(1, 0.4, 0), new(3, 0, 1)]);

        Assert.Equal(new MaskMetrics(4, 0.1, 0.75), mean);
    }
}
