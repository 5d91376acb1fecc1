using OpenCvSharp;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Masks with an alpha channel.</summary>
public sealed class TransparentMaskTests : MaskReading
{
    [Fact]
    public void Transparency_is_the_mask_where_there_is_some()
    {
        Set(name => Data.CutOut(name, Width, Height));
        AssertLeftThird("3 of 3 masks are cut-outs, whose transparency is the mask");

        // Gray with alpha, as ffmpeg and ImageMagick write it, and palettes, as pngquant does.
        Set(name => Data.Palette(name, Width, Height, 8, DataFixture.VocColors(), (x, _) => x < Third ? 5 : 0, 0));
        AssertLeftThird("3 of 3 masks are cut-outs, whose transparency is the mask");
    }

    [Fact]
    public void A_cut_out_that_is_opaque_throughout_is_all_subject_among_others()
    {
        Set(name => Data.CutOut(name, Width, Height));
        Opaque("masks/2.png", white: false);

        var pairs = Check("2 of 3 masks are cut-outs, whose transparency is the mask");

        AssertMask(pairs[0], x => x < Third);
        AssertMask(pairs[2], _ => true);
    }

    [Fact]
    public void Masks_with_an_alpha_channel_that_says_nothing_are_gray()
    {
        Set(name => Opaque(name, white: true));

        AssertLeftThird();
    }

    [Fact]
    public void One_transparent_mask_among_opaque_ones_is_doubted()
    {
        Set(name => Opaque(name, white: true));
        Data.CutOut("masks/0.png", Width, Height);

        Assert.Contains("1 masks have transparent pixels, and 2 an alpha channel without any", Doubt(), StringComparison.Ordinal);
    }

    private void Opaque(string name, bool white)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC4, new Scalar(0, 0, 0, 255));
        if (white)
        {
            mask[new Rect(0, 0, Third, Height)].SetTo(Scalar.All(255));
        }

        Data.Write(name, mask);
    }
}
