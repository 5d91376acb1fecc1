using CsCheck;
using U2Video.Core.Metrics;
using U2Video.Core.Training;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Metrics;

/// <summary>What holds of any two masks.</summary>
public class MeasurePropertyTests
{
    private const double Rounding = 1e-9;

    // Flat stretches and values on the thresholds are where definitions break.
    private static readonly Gen<float> Value = Gen.Frequency(
        (3, Gen.Const(0f)), (3, Gen.Const(1f)), (1, Gen.Const(0.5f)), (1, Gen.Int[0, 255].Select(level => level / 255f)),
            (3, Gen.Float[0, 1]));

    private static readonly Gen<(int Width, float[] Mask, float[] Truth)> Pictures =
        from width in Gen.Int[1, 12]
        from height in Gen.Int[1, 12]
        from mask in Value.Array[width * height]
        from truth in Value.Array[width * height]
        select (width, mask, truth);

    [Fact]
    public void Every_measure_is_between_0_and_1() => Pictures.Sample(
        picture => Figures(PictureMeasures.Of(picture.Mask, picture.Truth, picture.Width))
            .All(figure => figure is >= 0 and <= 1 + Rounding),
        iter: 2000);

    [Fact]
    public void The_truth_itself_is_best() => Pictures.Sample(
        picture =>
        {
            var truth = Array.ConvertAll(picture.Truth, value => value >= 0.5f ? 1f : 0f);
            var measures = PictureMeasures.Of(truth, truth, picture.Width);
            return measures.MeanAbsoluteError == 0 && Figures(measures).Skip(1).All(figure => Math.Abs(figure - 1) < Rounding);
        },
        iter: 2000);

    [Fact]
    public void Error_and_overlap_do_not_mind_which_is_which() => Pictures.Sample(
        picture => MeanAbsoluteError.Of(picture.Mask, picture.Truth) == MeanAbsoluteError.Of(picture.Truth, picture.Mask)
            && IntersectionOverUnion.Of(picture.Mask, picture.Truth) == IntersectionOverUnion.Of(picture.Truth, picture.Mask),
        iter: 500);

    [Fact]
    public void A_mirror_changes_nothing_but_where_the_centroid_is_rounded_to() => Pictures.Sample(
        picture =>
        {
            var plain = PictureMeasures.Of(picture.Mask, picture.Truth, picture.Width);
            var mirrored = PictureMeasures.Of(Mirror(picture.Mask, picture.Width), Mirror(picture.Truth, picture.Width), picture.Width);
            return Figures(plain with { StructureMeasure = 0 }).Zip(Figures(mirrored with { StructureMeasure = 0 }))
                .All(pair => Math.Abs(pair.First - pair.Second) < Rounding);
        },
        iter: 500);

    [Fact]
    public void Training_and_evaluation_mean_the_same() => Pictures.Sample(
        picture =>
        {
            using var scope = NewDisposeScope();
            var cheap = MaskMetrics.Compare(tensor(picture.Mask), tensor(picture.Truth));
            return Math.Abs(cheap.MeanAbsoluteError - MeanAbsoluteError.Of(picture.Mask, picture.Truth)) < 1e-6
                && cheap.MeanIntersectionOverUnion == IntersectionOverUnion.Of(picture.Mask, picture.Truth);
        },
        iter: 200,
        threads: 1);

    private static double[] Figures(PictureMeasures measures) =>
    [
        measures.MeanAbsoluteError, measures.IntersectionOverUnion, measures.MaxF, measures.AdaptiveF,
        measures.StructureMeasure, measures.BoundaryF,
    ];

    private static float[] Mirror(float[] mask, int width) => [.. mask.Chunk(width).SelectMany(row => row.Reverse())];
}
