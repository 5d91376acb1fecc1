using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Tests.Matting.Predicting;

public class InputLikenessTests
{
    private const int Side = 64;

    [Fact]
    public void Without_tolerance_one_bit_makes_the_difference()
    {
        Assert.True(Holds(0, _ => { }));
        Assert.False(Holds(0, pixels => pixels[1000] ^= 1));
    }

    [Fact]
    public void Noise_below_the_tolerance_passes_and_noise_above_does_not()
    {
        Assert.True(Holds(1, pixels => AddNoise(pixels, 1)));
        Assert.False(Holds(1, pixels => AddNoise(pixels, 4)));
        Assert.True(Holds(4, pixels => AddNoise(pixels, 4)));
    }

    [Fact]
    public void A_small_thing_that_moves_counts_though_it_is_little_of_the_picture()
    {
        // Eight by eight pixels by 20 levels: 0.3 levels in the mean of the picture.
        Assert.False(Holds(1, pixels =>
        {
            for (var i = 0; i < 8 * 3 * 8; i++)
            {
                pixels[(((16 + (i / 24)) * Side) + 16) * 3 + (i % 24)] += 20;
            }
        }));
    }

    [Fact]
    public void Pictures_smaller_than_a_tile_can_be_compared()
    {
        using var one = new Frame(3, 2);
        using var other = new Frame(3, 2);
        one.Pixels.Span.Fill(10);
        other.Pixels.Span.Fill(11);

        Assert.True(new InputLikeness(1).Holds(one, other));
        Assert.False(new InputLikeness(0.5).Holds(one, other));
    }

    private static bool Holds(double tolerance, Action<byte[]> change)
    {
        var pixels = Enumerable.Range(0, Side * Side * 3).Select(i => (byte)(100 + (i % 50))).ToArray();
        using var one = ToFrame(pixels);
        change(pixels);
        using var other = ToFrame(pixels);
        return new InputLikeness(tolerance).Holds(one, other);
    }

    private static void AddNoise(byte[] pixels, int levels)
    {
        var random = new Random(1);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(pixels[i] + random.Next(-levels, levels + 1));
        }
    }

    private static Frame ToFrame(byte[] pixels)
    {
        var frame = new Frame(Side, Side);
        pixels.CopyTo(frame.Pixels.Span);
        return frame;
    }
}
