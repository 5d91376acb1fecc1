using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Models;

public class InputEncodingTests
{
    private static readonly byte[] RedThenDim = [200, 0, 100, 50, 0, 0];

    [Fact]
    public void Official_divides_by_the_largest_value_and_applies_imagenet_statistics()
    {
        using var scope = NewDisposeScope();
        var encoded = InputEncoding.Official.Encode(tensor(RedThenDim, [1, 1, 2, 3]));

        Assert.Equal([1, 3, 1, 2], encoded.shape);
        Assert.Equal((1 - 0.485) / 0.229, encoded[0, 0, 0, 0].item<float>(), 1e-5);
        Assert.Equal((0.5 - 0.406) / 0.225, encoded[0, 2, 0, 0].item<float>(), 1e-5);
        Assert.Equal((0.25 - 0.485) / 0.229, encoded[0, 0, 0, 1].item<float>(), 1e-5);
    }

    [Fact]
    public void Seed_is_bgr_from_minus_one_to_one()
    {
        using var scope = NewDisposeScope();
        var encoded = InputEncoding.Kimjy99.Encode(tensor(RedThenDim, [1, 1, 2, 3]));

        Assert.Equal((100 / 255.0 * 2) - 1, encoded[0, 0, 0, 0].item<float>(), 1e-5);
        Assert.Equal((200 / 255.0 * 2) - 1, encoded[0, 2, 0, 0].item<float>(), 1e-5);
    }

    [Fact]
    public void Black_pictures_stay_finite()
    {
        using var scope = NewDisposeScope();
        var encoded = InputEncoding.Official.Encode(zeros([1, 2, 2, 3], uint8));

        Assert.True(encoded.isfinite().all().item<bool>());
    }

    [Fact]
    public void Each_picture_of_a_batch_is_scaled_by_itself()
    {
        using var scope = NewDisposeScope();
        var dim = full([1, 2, 2, 3], 10, uint8);
        var bright = full([1, 2, 2, 3], 250, uint8);

        var together = InputEncoding.Official.Encode(cat([dim, bright]));

        Assert.True(together[0].allclose(together[1]));
    }
}
