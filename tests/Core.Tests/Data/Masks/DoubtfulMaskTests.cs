using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Masks whose meaning is not clear, so that the user is asked.</summary>
public sealed class DoubtfulMaskTests : MaskReading
{
    [Fact]
    public void Colors_are_doubted_and_read_as_labels_on_demand()
    {
        Set(name => Colored(name));

        Assert.Contains("3 of 3 masks are in color", Doubt(), StringComparison.Ordinal);
        Assert.All(Check(new MaskValues.Labels(), null), pair => AssertMask(pair, x => x < Third));
    }

    [Fact]
    public void Labels_that_jpeg_has_blurred_are_doubted()
    {
        Set(name => Gray(name, (x, y) => x < Third ? 1 + (y / 4 % 8 * 3) : 0), ".jpg");

        Assert.Matches("their values go up to [0-9]+ of 255 only, like labels that JPEG has blurred", Doubt());
    }

    [Fact]
    public void Many_low_values_are_doubted()
    {
        Set(name => Gray(name, (x, y) => x < Third ? 1 + (((x * Height) + y) % 100) : 0));

        Assert.Contains("their values go up to 100 of 255 only", Doubt(), StringComparison.Ordinal);
        Assert.All(Check(new MaskValues.Labels(), null), pair => AssertMask(pair, x => x < Third));
    }

    [Fact]
    public void Many_classes_beside_255_are_doubted()
    {
        Set(name => Gray(name, (x, y) => x < Third ? 1 + (((x * Height) + y) % 180) : x == Third ? 255 : 0));

        Assert.Contains("more of their pixels are dark gray than white", Doubt(), StringComparison.Ordinal);
    }

    private void Colored(string name)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC3, Scalar.Black);
        mask[new Rect(0, 0, 5, Height)].SetTo(new Scalar(0, 0, 128));
        mask[new Rect(5, 0, Third - 5, Height)].SetTo(new Scalar(64, 0, 0));
        Data.Write(name, mask);
    }
}
