using U2Video.Core.Imaging;
using U2Video.Pipeline.Mattes;

namespace U2Video.Pipeline.Tests.Mattes;

public sealed class MaskPictureTests
{
    [Fact]
    public void A_rounded_mask_comes_back_to_the_bit()
    {
        using var mask = Ramp(64, 65);
        var exact = mask.Values.ToArray();
        MaskPicture.Round(mask);
        var rounded = mask.Values.ToArray();
        Assert.All(exact.Zip(rounded), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.501 / 4095));
        Assert.Equal((0f, 1f), (rounded[0], rounded[^1]));

        using var back = MaskPicture.TryDecode(MaskPicture.Encode(mask), 64, 65);

        Assert.Equal(rounded, back!.Values.ToArray());
    }

    [Fact]
    public void Rounding_twice_changes_nothing()
    {
        using var mask = Ramp(64, 64);
        MaskPicture.Round(mask);
        var once = mask.Values.ToArray();

        MaskPicture.Round(mask);

        Assert.Equal(once, mask.Values.ToArray());
    }

    [Fact]
    public void A_harmed_picture_is_none()
    {
        using var mask = Ramp(32, 32);
        MaskPicture.Round(mask);
        var picture = MaskPicture.Encode(mask);
        for (var at = 0; at < picture.Length; at++)
        {
            var harmed = (byte[])picture.Clone();
            harmed[at] ^= (byte)(1 << (at % 8));
            Assert.Null(MaskPicture.TryDecode(harmed, 32, 32));
        }

        Assert.Null(MaskPicture.TryDecode(picture[..^1], 32, 32));
        Assert.Null(MaskPicture.TryDecode([.. picture, 0], 32, 32));
        Assert.Null(MaskPicture.TryDecode(picture, 32, 33));
    }

    private static Mask Ramp(int width, int height)
    {
        var mask = new Mask(width, height);
        for (var i = 0; i < width * height; i++)
        {
            mask.Values[i] = i / (float)((width * height) - 1);
        }

        return mask;
    }
}
