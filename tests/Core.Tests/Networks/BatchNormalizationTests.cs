using U2Video.Core.Networks;
using U2Video.Core.Tests.Torch;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

public sealed class BatchNormalizationTests
{
    [Fact]
    public void It_is_torch_s_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var peace = new NoCollections();
        using var ours = new BatchNormalization(3);
        using var theirs = nn.BatchNorm2d(3);
        RandomState.Seed(4);

        foreach (var training in new[] { true, true, false })
        {
            ours.train(training);
            theirs.train(training);
            var x = randn(2, 3, 4, 5);

            Assert.Equal(Values(theirs.call(x)), Values(ours.call(x)));
            Assert.Equal(theirs.state_dict().Keys, ours.state_dict().Keys);
            Assert.All(
                theirs.state_dict().Zip(ours.state_dict()),
                pair => Assert.Equal(Values(pair.First.Value), Values(pair.Second.Value)));
        }

        Assert.Equal(2, ours.state_dict()["num_batches_tracked"].item<long>());
    }

    private static float[] Values(Tensor values) => values.detach().to(ScalarType.Float32).data<float>().ToArray();
}
