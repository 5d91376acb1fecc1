using U2Video.Core.Data;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Masks whose values are numbers of classes or instances.</summary>
public sealed class LabelMaskTests : MaskReading
{
    // Windows of VOC's masks: a border of 255 around the subject.
    private const int Ring = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(200)]
    public void Black_and_one_gray_are_labels(byte subject)
    {
        Set(name => Data.Mask(name, subject: subject));

        AssertLeftThird($"masks hold labels: 0 in 3 masks, {subject} in 3; all above 0 is subject");
    }

    [Fact]
    public void Instances_are_one_subject()
    {
        Set(name => Gray(name, (x, _) => x < 5 ? 1 : x < Third ? 2 : 0));

        AssertLeftThird("masks hold labels: 0 in 3 masks, 1 in 3, 2 in 3; all above 0 is subject");
    }

    [Fact]
    public void Of_many_labels_the_first_are_named()
    {
        Set(name => Gray(name, (x, y) => x < Third ? 1 + (((x * Height) + y) % 20) : 0));

        AssertLeftThird("masks hold labels: 0 in 3 masks, 1 in 3, 2 in 3, 3 in 3, 4 in 3, 5 in 3, 6 in 3, 7 in 3 "
            + "and 13 more up to 20; all above 0 is subject");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void Of_palettes_the_indices_count(int depth)
    {
        Set(name => Data.Palette(name, Width, Height, depth, DataFixture.VocColors()[..(3 << depth)], (x, _) => x < Third ? 1 : 0));

        AssertLeftThird("masks hold labels in palettes: 0 in 3 masks, 1 in 3; all above 0 is subject");
    }

    [Fact]
    public void Of_a_bitmap_s_palette_the_indices_count()
    {
        Set(name => Data.Write(name, PaletteBmp()), ".bmp");

        AssertLeftThird("masks hold labels in palettes: 0 in 3 masks, 2 in 3; all above 0 is subject");
    }

    [Fact]
    public void Voc_s_255_is_ignored()
    {
        Set(name => Data.Palette(name, Width, Height, 8, DataFixture.VocColors(), Voc));

        var pairs = Check("masks hold labels in palettes: 0 in 3 masks, 15 in 3, 255 in 3; all above 0 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

    [Fact]
    public void One_class_of_several_is_asked_for_and_255_still_ignored()
    {
        Set(name => Gray(name, (x, y) => x >= 40 ? 3 : Voc(x, y)));

        var pairs = Check(new MaskValues.Labels([(15, 15)]),
            "masks hold labels: 0 in 3 masks, 3 in 3, 15 in 3, 255 in 3; 15 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

    [Theory]
    [InlineData(null, 0, 255)]
    [InlineData(255, 0, 255)]
    [InlineData(0, 255, 0)]
    public void Nothing_is_ignored_where_255_is_all_that_there_is_besides(int? label, byte background, byte subject)
    {
        Set(name => Gray(name, (x, _) => x < Third ? subject : background));

        var asked = new MaskValues.Labels(label is { } one ? [(one, one)] : null);
        Assert.All(Check(asked, null), pair => AssertMask(pair, x => x < Third));
    }

    [Fact]
    public void What_is_asked_for_as_labels_is_read_behind_transparency()
    {
        Set(name => Data.Palette(name, Width, Height, 8, DataFixture.VocColors(), Voc, 0));

        var pairs = Check(
            new MaskValues.Labels(),
            "masks hold labels in palettes: 0 in 3 masks, 15 in 3, 255 in 3; all above 0 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

    [Fact]
    public void A_mask_without_the_label_that_is_asked_for_is_bad()
    {
        Set(name => Gray(name, (x, _) => x < Third ? 15 : 0));
        Gray("masks/1.png", (x, _) => x < Third ? 3 : 0);

        var bad = Assert.Single(
            DataCheck.Run([DataFolder.Open(Data.Folder)], new() { MaskValues = new MaskValues.Labels([(15, 15)]) }, null, default).Bad);

        Assert.Contains("1.png: shows no subject; its labels are 0, 3.", bad.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_are_looked_at_without_pictures_where_they_are_only_measured_with()
    {
        Set(name => Data.Mask(name, subject: 1));
        Data.Write("images/1.png", "no picture"u8.ToArray());
        Data.Write("masks/2.png", "no picture"u8.ToArray());

        var (folders, bad, notices) = DataCheck.Run([DataFolder.Open(Data.Folder)], new() { MasksOnly = true }, null, default);

        Assert.Empty(bad);
        Assert.EndsWith("0 in 2 masks, 1 in 2; all above 0 is subject", Assert.Single(notices).ToString(), StringComparison.Ordinal);
        Assert.All(folders[0].Pairs, pair => Assert.IsType<MaskValues.Labels>(pair.Values));
    }

    private static int Voc(int x, int y) => x < Third - Ring ? 15 : x < Third ? 255 : 0;

    // 8 bits a pixel; rows are as they are because their length divides by 4, and from below upwards.
    private static byte[] PaletteBmp()
    {
        byte[] colors = [0, 0, 0, 0, 0, 0, 128, 0, 0, 128, 0, 0];
        var start = 54 + colors.Length;
        return
        [
            .. "BM"u8, .. BitConverter.GetBytes(start + (Width * Height)), 0, 0, 0, 0, .. BitConverter.GetBytes(start),
            .. BitConverter.GetBytes(40), .. BitConverter.GetBytes(Width), .. BitConverter.GetBytes(Height), 1, 0, 8, 0,
            .. new byte[16], .. BitConverter.GetBytes(colors.Length / 4), .. new byte[4], .. colors,
            .. Enumerable.Range(0, Width * Height).Select(i => i % Width < Third ? (byte)2 : (byte)0),
        ];
    }
}
