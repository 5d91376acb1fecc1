using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Memory that one activation leaves to the next.</summary>
public unsafe class ActivationPoolTests
{
    [Fact]
    public void A_tensor_has_its_shape_and_keeps_what_is_written()
    {
        using var tensor = ActivationPool.Rent(2, 3, 5);
        tensor.fill_(7);

        Assert.Equal([2, 3, 5], tensor.shape);
        Assert.Equal(ScalarType.Float32, tensor.dtype);
        Assert.Equal(2 * 3 * 5 * 7, tensor.sum().item<float>());
        Assert.Equal(0, (nint)Picture.ValuesOf(tensor) % 64);
    }

    [Fact]
    public void Memory_is_used_again_once_the_last_view_is_gone()
    {
        // A size that nothing else has.
        var first = ActivationPool.Rent(10_007, 3);
        var memory = (nint)Picture.ValuesOf(first);
        using (var view = first.narrow(0, 5, 6))
        {
            first.Dispose();
            using var meanwhile = ActivationPool.Rent(10_007, 3);
            Assert.NotEqual(memory, (nint)Picture.ValuesOf(meanwhile));
            view.fill_(1);
        }

        using var again = ActivationPool.Rent(3, 10_007);
        Assert.Equal(memory, (nint)Picture.ValuesOf(again));
    }
}
