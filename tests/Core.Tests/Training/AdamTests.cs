using TorchSharp.Modules;
using U2Video.Core.Tests.Torch;
using U2Video.Core.Torch;
using static TorchSharp.torch;
using Adam = U2Video.Core.Training.Adam;

namespace U2Video.Core.Tests.Training;

public sealed class AdamTests
{
    private const double Rate = 3e-3;

    [Fact]
    public void It_is_torch_s_bit_for_bit() => AssertEqual(0, parameters => optim.Adam(parameters, Rate));

    [Fact]
    public void With_a_decay_it_is_torch_s_AdamW_bit_for_bit() => AssertEqual(
        Adam.UsualWeightDecay, parameters => optim.AdamW(parameters, Rate, weight_decay: Adam.UsualWeightDecay));

    [Fact]
    public void A_parameter_without_a_gradient_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        using var adam = new Adam([(parameter, 1)], Adam.UsualWeightDecay) { LearningRate = Rate };

        adam.Step();

        Assert.Equal([1, 1, 1], parameter.data<float>().ToArray());
        Assert.Equal(0, adam.States[0].Steps);
    }

    [Fact]
    public void Gradients_are_cleared()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        using var adam = new Adam([(parameter, 1)]);
        (parameter * parameter).sum().backward();
        Assert.Equal([2, 2, 2], parameter.grad!.data<float>().ToArray());

        adam.ClearGradients();

        Assert.Equal([0, 0, 0], parameter.grad!.data<float>().ToArray());
    }

    // Without collections TorchSharp's own is right.
    private static void AssertEqual(double weightDecay, Func<IEnumerable<Parameter>, optim.Optimizer> makeTheirs)
    {
        using var scope = NewDisposeScope();
        using var peace = new NoCollections();
        RandomState.Seed(3);
        var start = randn(5, 7);
        var (our, their) = (new Parameter(start.clone()), new Parameter(start.clone()));
        using var ours = new Adam([(our, 1)], weightDecay) { LearningRate = Rate };
        using var theirs = makeTheirs([their]);

        for (var step = 0; step < 20; step++)
        {
            var factors = randn(5, 7);
            (our * our * factors).sum().backward();
            (their * their * factors).sum().backward();
            ours.Step();
            theirs.step();
            ours.ClearGradients();
            theirs.zero_grad();

            Assert.Equal(their.data<float>().ToArray(), our.data<float>().ToArray());
        }

        Assert.NotEqual(start.data<float>().ToArray(), our.data<float>().ToArray());
        Assert.Equal(20, ours.States[0].Steps);
    }
}
