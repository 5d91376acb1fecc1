using TorchSharp;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
using U2Video.Tests;

namespace U2Video.Core.Tests.Torch;

public sealed class KeptNumbersTests
{
    [Fact]
    public void No_number_is_left_to_the_garbage_collector() =>
        Assert.Empty(KeptNumbers.FindLost(typeof(U2Net).Assembly, typeof(Arithmetic), typeof(RandomState)));

    [Fact]
    public void Arithmetic_is_where_numbers_are_made() => Assert.Contains(
        KeptNumbers.FindLost(typeof(U2Net).Assembly), line => line.StartsWith($"{typeof(Arithmetic)}.Plus: ", StringComparison.Ordinal));

    [Theory]
    [InlineData(nameof(Lost.Converted), "Scalar.op_Implicit → ScalarExtensionMethods.ToScalar → Scalar..ctor")]
    [InlineData(nameof(Lost.Within), "Tensor.add_ → Scalar.op_Implicit → ScalarExtensionMethods.ToScalar → Scalar..ctor")]
    [InlineData(nameof(Lost.Chance), "random.get_rng_state → Generator.get_Default → Generator..ctor")]
    public void Numbers_that_are_lost_are_found(string method, string way) =>
        Assert.Contains($"{typeof(Lost)}.{method}: {way}", KeptNumbers.FindLost(typeof(Lost).Assembly));

    [Fact]
    public void Numbers_in_an_override_are_found() => Assert.Contains(
        KeptNumbers.FindLost(typeof(Lost).Assembly),
        line => line.StartsWith($"{typeof(Lost)}.{nameof(Lost.Override)}: ", StringComparison.Ordinal)
            && line.Contains("BatchNorm.forward", StringComparison.Ordinal));

    // What no code of ours may do.
    private static class Lost
    {
        public static torch.Tensor Converted(torch.Tensor x) => x.mul(0.5);

        public static torch.Tensor Within(torch.Tensor x, torch.Tensor y) => x.add_(y);

        public static torch.Tensor Chance() => torch.random.get_rng_state();

        public static torch.Tensor Override(torch.Tensor x)
        {
            torch.nn.Module<torch.Tensor, torch.Tensor> norm = torch.nn.BatchNorm2d(1);
            return norm.call(x);
        }
    }
}
