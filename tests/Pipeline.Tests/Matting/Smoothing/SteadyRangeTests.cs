using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Tests.Matting.Smoothing;

public class SteadyRangeTests
{
    [Fact]
    public void A_still_scene_with_a_subject_is_stretched_as_the_official_script_does_it()
    {
        var stretched = Run([[0.05f, 0.4f, 0.85f], [0.05f, 0.4f, 0.85f]]);

        Assert.All(stretched, mask => Assert.Equal(
            [0f, 0.35f / 0.8f, 1f], mask.Select(value => MathF.Round(value, 6)), (a, b) => Math.Abs(a - b) < 1e-5));
    }

    [Theory]
    [InlineData(0f, 0.01f)]
    [InlineData(0.02f, 0.2f)]
    [InlineData(0.19f, 0.2f)]
    public void An_empty_scene_has_an_empty_mask(float low, float high) =>
        Assert.All(Run([[low, high, low], [high, low, low]]), mask => Assert.Equal([0f, 0, 0], mask));

    [Fact]
    public void A_scene_that_is_all_subject_stays_all_subject() =>
        Assert.All(Run([[0.97f, 0.98f, 0.99f]])[0], value => Assert.InRange(value, 0.95f, 1f));

    [Fact]
    public void A_subject_that_comes_is_stretched_at_once() => Assert.Equal([0f, 0.5f, 1f], Run([[0, 0, 0.1f], [0, 0.4f, 0.8f]])[1]);

    [Fact]
    public void The_stretch_does_not_jump_when_the_extremes_do()
    {
        // The bright spot flickers; a pixel that the network is steady about must not flicker with it, as it does frame by frame (0.5 and
        // 0.8).
        var stretched = Run([.. Enumerable.Range(0, 40).Select(i => new[] { 0f, 0.4f, i % 2 == 0 ? 0.8f : 0.5f })]);

        Assert.All(stretched, mask => Assert.InRange(mask[1], 0.5f, 0.52f));
    }

    [Fact]
    public void A_new_scene_has_a_range_of_its_own()
    {
        var range = new SteadyRange();
        Apply(range, [0, 0.9f], startsScene: true);

        Assert.Equal([0f, 1f], Apply(range, [0, 0.6f], startsScene: true));
        Assert.NotEqual(1f, Apply(range, [0, 0.5f], startsScene: false)[1]);
    }

    [Fact]
    public void Every_value_is_treated_whatever_the_length()
    {
        for (var length = 1; length < 40; length++)
        {
            var values = Enumerable.Range(0, length).Select(i => i == length - 1 ? 0.6f : 0f).ToArray();

            Assert.Equal(values.Select(value => value / 0.6f), Run([values])[0]);
        }
    }

    private static List<float[]> Run(IReadOnlyList<float[]> masks)
    {
        var range = new SteadyRange();
        return [.. masks.Select((values, i) => Apply(range, values, i == 0))];
    }

    private static float[] Apply(SteadyRange range, float[] values, bool startsScene)
    {
        using var mask = new Mask(values.Length, 1);
        values.CopyTo(mask.Values);
        range.Apply(mask, startsScene);
        return mask.Values.ToArray();
    }
}
