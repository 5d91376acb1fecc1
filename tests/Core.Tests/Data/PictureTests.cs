using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data;

public sealed class PictureTests : IDisposable
{
    // EXIF orientation 6: the camera was held upright, turn the picture clockwise to show it.
    private const byte TurnClockwise = 6;

    private readonly DataFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_out_gives_its_alpha_channel_as_mask(bool sixteenBits)
    {
        _data.Image("a.jpg");
        _data.CutOut("a.png", sixteenBits: sixteenBits);

        AssertAgree("a.jpg", "a.png", alpha: true, new Size(48, 32));
    }

    [Fact]
    public void A_cut_out_without_alpha_is_refused()
    {
        _data.Image("a.jpg");
        _data.Image("a.png");

        var error = Assert.Throws<InputException>(() => Picture.ReadPair(Pair("a.jpg", "a.png", alpha: true)));

        Assert.Contains("a.png: has no alpha channel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_photograph_to_be_turned_is_turned_where_the_mask_is()
    {
        WriteTurned("a.jpg");
        WriteClockwise("a.png");

        AssertAgree("a.jpg", "a.png", alpha: false, new Size(32, 48));
    }

    [Fact]
    public void A_photograph_to_be_turned_stays_as_stored_where_the_mask_does()
    {
        WriteTurned("a.jpg");
        _data.Mask("a.png");

        AssertAgree("a.jpg", "a.png", alpha: false, new Size(48, 32));
    }

    [Fact]
    public void A_cut_out_agrees_with_a_photograph_to_be_turned()
    {
        WriteTurned("a.jpg");
        _data.CutOut("a.png");

        AssertAgree("a.jpg", "a.png", alpha: true, new Size(48, 32));
    }

    [Fact]
    public void A_mask_that_says_so_is_turned_as_its_photograph_is()
    {
        WriteTurned("a.jpg");
        _data.Mask("b.jpg");
        Turn("b.jpg");

        var (image, mask) = Picture.ReadPair(Pair("a.jpg", "b.jpg", alpha: false));
        using (image)
        using (mask)
        {
            // Turned clockwise, the left third is on top.
            Assert.Equal((new Size(32, 48), new Size(32, 48)), (image.Size(), mask.Size()));
            Assert.InRange(image.At<Vec3b>(3, 28).Item0, (byte)200, (byte)255);
            Assert.InRange(mask.At<byte>(3, 28), (byte)250, (byte)255);
            Assert.InRange(mask.At<byte>(40, 3), (byte)0, (byte)5);
        }
    }

    private TrainingPair Pair(string image, string mask, bool alpha) => new("a", _data.PathOf(image), _data.PathOf(mask), alpha);

    // The subject is red on gray: where the mask lies on the picture wrongly, many pixels differ.
    private void AssertAgree(string imageName, string maskName, bool alpha, Size size)
    {
        var (image, mask) = Picture.ReadPair(Pair(imageName, maskName, alpha));
        using (image)
        using (mask)
        {
            using var red = new Mat();
            Cv2.InRange(image, new Scalar(170, 0, 0), new Scalar(255, 120, 120), red);
            using var different = new Mat();
            Cv2.BitwiseXor(red, mask, different);

            Assert.Equal(size, mask.Size());
            Assert.Equal(MatType.CV_8UC1, mask.Type());
            Assert.True(Cv2.CountNonZero(mask) > 0);
            Assert.True(Cv2.CountNonZero(different) < 100, $"{Cv2.CountNonZero(different)} pixels of picture and mask disagree");
        }
    }

    private void WriteTurned(string name)
    {
        _data.Image(name);
        Turn(name);
    }

    private void Turn(string name)
    {
        var jpeg = File.ReadAllBytes(_data.PathOf(name));
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif"u8, 0, 0, .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, TurnClockwise, 0, 0, 0, 0, 0, 0,
        ];
        _data.Write(name, [.. jpeg[..2], .. exif, .. jpeg[2..]]);
    }

    private void WriteClockwise(string name)
    {
        using var mask = DataFixture.LeftThird(48, 32);
        using var turned = new Mat();
        Cv2.Rotate(mask, turned, RotateFlags.Rotate90Clockwise);
        _data.Write(name, turned);
    }
}
