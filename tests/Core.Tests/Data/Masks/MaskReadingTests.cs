using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Data sets as they are found: the left third is subject in all of them, whatever the files are.</summary>
public sealed class MaskReadingTests : IDisposable
{
    private const int Width = 48;
    private const int Height = 32;
    private const int Third = Width / 3;

    // Windows of VOC's masks: a border of 255 around the subject.
    private const int Ring = 3;

    private readonly DataFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(200)]
    public void Black_and_one_gray_are_labels(byte subject)
    {
        Set(name => _data.Mask(name, subject: subject));

        AssertLeftThird($"masks hold labels: 0 in 3 masks, {subject} in 3; all above 0 is subject");
    }

    [Fact]
    public void Black_and_white_are_a_matte_and_nothing_is_said()
    {
        Set(name => _data.Mask(name));

        AssertLeftThird();
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
        Set(name => _data.Palette(name, Width, Height, depth, DataFixture.VocColors()[..(3 << depth)], (x, _) => x < Third ? 1 : 0));

        AssertLeftThird("masks hold labels in palettes: 0 in 3 masks, 1 in 3; all above 0 is subject");
    }

    [Fact]
    public void Of_a_bitmap_s_palette_the_indices_count()
    {
        Set(name => _data.Write(name, PaletteBmp()), ".bmp");

        AssertLeftThird("masks hold labels in palettes: 0 in 3 masks, 2 in 3; all above 0 is subject");
    }

    [Fact]
    public void A_gray_palette_is_what_it_shows()
    {
        // As tools write that store few colors in few bits: white comes first.
        Set(name => _data.Palette(name, Width, Height, 1, [255, 255, 255, 0, 0, 0], (x, _) => x < Third ? 0 : 1));

        AssertLeftThird();
    }

    [Fact]
    public void Voc_s_255_is_ignored()
    {
        Set(name => _data.Palette(name, Width, Height, 8, DataFixture.VocColors(), Voc));

        var pairs = Check("masks hold labels in palettes: 0 in 3 masks, 15 in 3, 255 in 3; all above 0 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

    [Fact]
    public void One_class_of_several_is_asked_for_and_255_still_ignored()
    {
        Set(name => Gray(name, (x, y) => x >= 40 ? 3 : Voc(x, y)));

        var pairs = Check(MaskValues.Parse("15"),
            "masks hold labels: 0 in 3 masks, 3 in 3, 15 in 3, 255 in 3; 15 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

    [Theory]
    [InlineData("labels", 0, 255)]
    [InlineData("255", 0, 255)]
    [InlineData("0", 255, 0)]
    public void Nothing_is_ignored_where_255_is_all_that_there_is_besides(string asked, byte background, byte subject)
    {
        Set(name => Gray(name, (x, _) => x < Third ? subject : background));

        Assert.All(Check(MaskValues.Parse(asked), null), pair => AssertMask(pair, x => x < Third));
    }

    [Fact]
    public void Sixteen_bits_are_labels_or_a_matte()
    {
        Set(name => Deep(name, x => x < Third ? 26_001 : x < 20 ? 11 : 0));
        Assert.All(
            Check(MaskValues.Parse("26000-26999"), "masks hold labels: 0 in 3 masks, 11 in 3, 26001 in 3; 26000-26999 is subject"),
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
    public void Transparency_is_the_mask_where_there_is_some()
    {
        Set(name => _data.CutOut(name, Width, Height));
        AssertLeftThird("3 of 3 masks are cut-outs, whose transparency is the mask");

        // Gray with alpha, as ffmpeg and ImageMagick write it, and palettes, as pngquant does.
        Set(name => _data.Palette(name, Width, Height, 8, DataFixture.VocColors(), (x, _) => x < Third ? 5 : 0, 0));
        AssertLeftThird("3 of 3 masks are cut-outs, whose transparency is the mask");
    }

    [Fact]
    public void A_cut_out_that_is_opaque_throughout_is_all_subject_among_others()
    {
        Set(name => _data.CutOut(name, Width, Height));
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
        _data.CutOut("masks/0.png", Width, Height);

        Assert.Contains("1 masks have transparent pixels, and 2 an alpha channel without any", Doubt(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_as_labels_is_read_behind_transparency()
    {
        Set(name => _data.Palette(name, Width, Height, 8, DataFixture.VocColors(), Voc, 0));

        var pairs = Check(
            new MaskValues.Labels(),
            "masks hold labels in palettes: 0 in 3 masks, 15 in 3, 255 in 3; all above 0 is subject, and 255 is ignored");

        Assert.All(pairs, pair => AssertMask(pair, x => x < Third - Ring, x => x is >= Third - Ring and < Third));
    }

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
    public void A_jpeg_of_black_and_white_is_a_matte()
    {
        Set(name => _data.Mask(name), ".jpg");

        using var mask = Read(Check()[0]);

        Assert.InRange(mask.At<byte>(3, 3), (byte)250, (byte)255);
        Assert.InRange(mask.At<byte>(3, 40), (byte)0, (byte)5);
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

    [Fact]
    public void A_mask_without_the_label_that_is_asked_for_is_bad()
    {
        Set(name => Gray(name, (x, _) => x < Third ? 15 : 0));
        Gray("masks/1.png", (x, _) => x < Third ? 3 : 0);

        var bad = Assert.Single(
            DataCheck.Run([DataFolder.Open(_data.Folder)], new() { MaskValues = MaskValues.Parse("15") }, null, default).Bad);

        Assert.Contains("1.png: shows no subject; its labels are 0, 3.", bad.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_are_looked_at_without_pictures_where_they_are_only_measured_with()
    {
        Set(name => _data.Mask(name, subject: 1));
        _data.Write("images/1.png", "no picture"u8.ToArray());
        _data.Write("masks/2.png", "no picture"u8.ToArray());

        var (folders, bad, notices) = DataCheck.Run([DataFolder.Open(_data.Folder)], new() { MasksOnly = true }, null, default);

        Assert.Empty(bad);
        Assert.EndsWith("0 in 2 masks, 1 in 2; all above 0 is subject", Assert.Single(notices).ToString(), StringComparison.Ordinal);
        Assert.All(folders[0].Pairs, pair => Assert.IsType<MaskValues.Labels>(pair.Values));
    }

    private static int Voc(int x, int y) => x < Third - Ring ? 15 : x < Third ? 255 : 0;

    private void Set(Action<string> writeMask, string extension = ".png")
    {
        foreach (var folder in new[] { "images", "masks" }.Select(_data.PathOf).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        for (var i = 0; i < 3; i++)
        {
            _data.Image($"images/{i}.png", Width, Height);
            writeMask($"masks/{i}{extension}");
        }
    }

    private IReadOnlyList<TrainingPair> Check(string? notice = null) => Check(new MaskValues.Auto(), notice ?? "");

    // A notice of "" says that there is none, and null that it does not matter.
    private IReadOnlyList<TrainingPair> Check(MaskValues asked, string? notice)
    {
        var (folders, bad, notices) = DataCheck.Run([DataFolder.Open(_data.Folder)], new() { MaskValues = asked }, null, default);
        Assert.Empty(bad);
        if (notice is not null)
        {
            Assert.Equal(notice.Length == 0 ? [] : [$"{_data.Folder}: {notice}"], notices.Select(one => one.ToString()));
        }

        return folders[0].Pairs;
    }

    private string Doubt()
    {
        var error = Assert.Throws<InputException>(() => DataCheck.Run([DataFolder.Open(_data.Folder)], new(), null, default));
        Assert.StartsWith(_data.Folder + ": ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private void AssertLeftThird(string? notice = null) => Assert.All(Check(notice), pair => AssertMask(pair, x => x < Third));

    private static Mat Read(TrainingPair pair)
    {
        var (image, mask) = Picture.ReadPair(pair);
        image.Dispose();
        return mask;
    }

    private static void AssertMask(TrainingPair pair, Func<int, bool> isSubject, Func<int, bool>? isIgnored = null)
    {
        using var mask = Read(pair);
        var (subject, ignored) = MaskPlanes.Bytes(mask);
        Assert.Equal(Enumerable.Range(0, Width * Height).Select(i => isSubject(i % Width) ? (byte)255 : (byte)0), subject);
        Assert.Equal(isIgnored is null ? null : Enumerable.Range(0, Width * Height)
            .Select(i => isIgnored(i % Width) ? (byte)255 : (byte)0), ignored);
    }

    private void Gray(string name, Func<int, int, int> value)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC1);
        for (var i = 0; i < Width * Height; i++)
        {
            mask.Set(i / Width, i % Width, (byte)value(i % Width, i / Width));
        }

        _data.Write(name, mask);
    }

    private void Deep(string name, Func<int, int> value)
    {
        using var mask = new Mat(Height, Width, MatType.CV_16UC1);
        for (var i = 0; i < Width * Height; i++)
        {
            mask.Set(i / Width, i % Width, (ushort)value(i % Width));
        }

        _data.Write(name, mask);
    }

    private void Colored(string name)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC3, Scalar.Black);
        mask[new Rect(0, 0, 5, Height)].SetTo(new Scalar(0, 0, 128));
        mask[new Rect(5, 0, Third - 5, Height)].SetTo(new Scalar(64, 0, 0));
        _data.Write(name, mask);
    }

    private void Opaque(string name, bool white)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC4, new Scalar(0, 0, 0, 255));
        if (white)
        {
            mask[new Rect(0, 0, Third, Height)].SetTo(Scalar.All(255));
        }

        _data.Write(name, mask);
    }

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
