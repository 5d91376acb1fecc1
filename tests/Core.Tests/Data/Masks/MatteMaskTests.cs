using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Masks whose values are the subject's share of a pixel.</summary>
public sealed class MatteMaskTests : MaskReading
{
    [Fact]
    public void Black_and_white_are_a_matte_and_nothing_is_said()
    {
        Set(name => Data.Mask(name));

        AssertLeftThird();
    }

    [Fact]
    public void A_gray_palette_is_what_it_shows()
    {
        // As tools write that store few colors in few bits: white comes first.
        Set(name => Data.Palette(name, Width, Height, 1, [255, 255, 255, 0, 0, 0], (x, _) => x < Third ? 0 : 1));

        AssertLeftThird();
    }

    [Fact]
    public void Sixteen_bits_are_labels_or_a_matte()
    {
        Set(name => Deep(name, x => x < Third ? 26_001 : x < 20 ? 11 : 0));
        Assert.All(
            Check(
                new MaskValues.Labels([(26_000, 26_999)]),
                "masks hold labels: 0 in 3 masks, 11 in 3, 26001 in 3; 26000-26999 is subject"),
            pair => AssertMask(pair, x => x < Third));

        Set(name => Deep(name, x => x < Third ? 1 : 0));
        AssertLeftThird("masks hold labels: 0 in 3 masks, 1 in 3; all above 0 is subject");

        Set(name => Deep(name, x => x < Third ? 255 : 0));
        AssertLeftThird("masks hold labels: 0 in 3 masks, 255 in 3; all above 0 is subject");

        Set(name => Deep(name, x => x < Third ? 65_535 : 0));
        AssertLeftThird();

        Set(name => Deep(name, x => x < Third ? 60_000 - (x * 100) : x < 20 ? 40_000 : 0));
        using var mask = Read(Check()[0]);
        Assert.Equal((byte)Math.Round(60_000 / 257.0), mask.At<byte>(0, 0));
        Assert.Equal((byte)Math.Round(40_000 / 257.0), mask.At<byte>(0, Third));
    }

    [Fact]
    public void A_jpeg_of_black_and_white_is_a_matte()
    {
        Set(name => Data.Mask(name), ".jpg");

        using var mask = Read(Check()[0]);

        Assert.InRange(mask.At<byte>(3, 3), (byte)250, (byte)255);
        Assert.InRange(mask.At<byte>(3, 40), (byte)0, (byte)5);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(85)]
    public void Soft_edges_and_trimaps_are_mattes(byte between)
    {
        Set(name => Gray(name, (x, _) => x < Third - 2 ? 255 : x < Third - 1 ? 200 : x < Third ? between : 0));

        using var mask = Read(Check()[0]);

        Assert.Equal((255, 200, between, 0),
            (mask.At<byte>(0, 0), mask.At<byte>(0, Third - 2), mask.At<byte>(0, Third - 1), mask.At<byte>(0, Third)));
    }

    [Fact]
    public void A_speck_makes_no_labels_of_black_and_white()
    {
        Set(name => Gray(name, (x, y) => (x, y) == (40, 4) ? 3 : x < Third ? 255 : 0));

        using var mask = Read(Check()[0]);

        Assert.Equal(3, mask.At<byte>(4, 40));
        Assert.Equal(1, mask.Channels());
    }

    [Fact]
    public void Inverted_masks_are_named_and_read_on_demand()
    {
        Set(name => Gray(name, (x, y) => Inside(x, y) ? 0 : 255));
        Check("3 of 3 masks are white along their borders; if black is the subject in them, say MaskValues inverted");

        using var mask = Read(Check(new MaskValues.Inverted(), null)[0]);

        Assert.Equal((255, 0), (mask.At<byte>(16, 24), mask.At<byte>(0, 0)));

        static bool Inside(int x, int y) => x is > 8 and < 40 && y is > 8 and < 24;
    }

    private void Deep(string name, Func<int, int> value)
    {
        using var mask = new Mat(Height, Width, MatType.CV_16UC1);
        for (var i = 0; i < Width * Height; i++)
        {
            mask.Set(i / Width, i % Width, (ushort)value(i % Width));
        }

        Data.Write(name, mask);
    }
}
