using U2Video.Core.Errors;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training.Losses;

public class MaskLossTests
{
    private const int Side = 32;

    // A sigmoid of these is 0 and 1 in float32 but for 1e-9 or less.
    private const float Sure = 20;

    public static TheoryData<string> Names => [.. MaskLoss.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_right_mask_costs_nothing_and_a_wrong_one_more_than_a_shifted_one(string name)
    {
        var truth = Square(8, 8);

        var right = Loss(name, Square(8, 8), truth);
        var shifted = Loss(name, Square(10, 8), truth);
        var wrong = Loss(name, 1 - truth, truth);

        Assert.InRange(right, 0, 1e-4);
        Assert.InRange(shifted, 0.01, double.MaxValue);
        Assert.True(wrong > shifted * 1.5, $"{wrong} of a wrong mask is not much above {shifted} of a shifted one.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_against_the_gradient_makes_it_smaller(string name)
    {
        using var scope = NewDisposeScope();
        var logits = (Square(12, 9) - 0.5f).requires_grad_();
        var truth = Square(8, 8);
        var loss = Only(name).Of(logits, truth, weights: null);
        loss.backward();

        using var grad = no_grad();
        var step = logits - (logits.grad! * (0.1f / logits.grad!.norm()));
        Assert.True(Only(name).Of(step, truth, null).item<float>() < loss.item<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_lies_under_ignored_pixels_does_not_matter(string name)
    {
        using var scope = NewDisposeScope();
        var weights = ones(1, 1, Side, Side);
        weights[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, 8)] = 0;
        var truth = Square(8, 8);
        var (one, other) = (truth.clone(), truth.clone());
        other[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, 8)] = 1;

        Assert.Equal(
            Only(name).Of(Logits(Square(10, 10)), one, weights).item<float>(),
            Only(name).Of(Logits(Square(10, 10)), other, weights).item<float>(),
            1e-6f);
    }

    [Fact]
    public void Hand_worked_values()
    {
        using var scope = NewDisposeScope();

        // 16×16 pixels of 32×32, moved by 8: 128 of 384 are common; one is added to both sides of the fraction.
        Assert.Equal(1 - (129.0 / 385), Loss("iou", Square(16, 8), Square(8, 8)), 1e-5);

        // ln 2 for a network that knows nothing.
        Assert.Equal(Math.Log(2), LossMixture.Default.Of(zeros(1, 1, Side, Side), Square(8, 8), null).item<float>(), 1e-5);

        // Nothing agrees with nothing.
        Assert.InRange(Loss("iou", zeros(1, 1, Side, Side), zeros(1, 1, Side, Side)), 0, 1e-5);
    }

    [Fact]
    public void A_mixture_is_the_weighted_sum_of_its_terms()
    {
        var (mask, truth) = (Square(10, 8), Square(8, 8));

        Assert.Equal(
            Loss("bce", mask, truth) + (0.5 * Loss("iou", mask, truth)) + (0.25 * Loss("ssim", mask, truth)),
            Loss(
                new LossMixture(
                    [(new BinaryCrossEntropy(), 1), (new SoftIntersectionOverUnion(), 0.5), (new StructuralSimilarity(), 0.25)]),
                mask,
                truth),
            1e-4);
    }

    [Fact]
    public void A_mixture_names_its_terms_and_is_equal_to_another_of_the_same()
    {
        var mixture = new LossMixture([(new LaplacianPyramid(), 2), (new StructuralSimilarity(), 1)]);

        Assert.Equal("laplacian:2,ssim", mixture.ToString());
        Assert.Equal(new LossMixture([(new LaplacianPyramid(), 2), (new StructuralSimilarity(), 1)]), mixture);
    }

    [Fact]
    public void Impossible_mixtures_are_wrong_usage()
    {
        (MaskLoss, double)[][] impossible =
        [
            [], [(new BinaryCrossEntropy(), 1), (new BinaryCrossEntropy(), 1)], [(new BinaryCrossEntropy(), 0)],
            [(new BinaryCrossEntropy(), -1)], [(new BinaryCrossEntropy(), double.NaN)],
        ];

        Assert.All(impossible, parts => Assert.Throws<UsageException>(() => new LossMixture(parts)));
    }

    private static LossMixture Only(string name) => new([(MaskLoss.All.Single(loss => loss.Name == name), 1)]);

    private static double Loss(string name, Tensor mask, Tensor truth) => Loss(Only(name), mask, truth);

    private static double Loss(LossMixture loss, Tensor mask, Tensor truth)
    {
        using var scope = NewDisposeScope();
        return loss.Of(Logits(mask), truth, weights: null).item<float>();
    }

    private static Tensor Logits(Tensor mask) => (mask - 0.5f) * (2 * Sure);

    // 16×16 pixels of subject.
    private static Tensor Square(int left, int top)
    {
        var mask = zeros(1, 1, Side, Side);
        mask[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(top, top + 16), TensorIndex.Slice(left, left + 16)] = 1;
        return mask;
    }
}
