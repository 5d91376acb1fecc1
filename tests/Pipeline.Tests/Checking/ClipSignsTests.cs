using U2Video.Pipeline.Checking;
using U2Video.Pipeline.Matting.Predicting;
using static U2Video.Pipeline.Tests.Checking.MaskedFrames;

namespace U2Video.Pipeline.Tests.Checking;

public sealed class ClipSignsTests
{
    private const double Tolerance = 1e-6;

    private static readonly Func<int, int, double> Body = Box(20, 20, 40, 50);

    [Fact]
    public void A_mask_that_jumps_over_a_still_picture_is_seen_at_both_of_its_sides()
    {
        var signs = Look(Frames(Body, Body, Box(20, 20, 40, 25), Body, Body));

        Assert.Equal([0, 0.5, 0.5, 0.5, 0], signs.Select(frame => Math.Round(frame[DoubtSign.Jump], 3)));
    }

    [Fact]
    public void A_missing_subject_is_compared_with_the_frames_around()
    {
        var signs = Look(Frames(Body, Body, Body, (_, _) => 0, Body, Body, Body));

        Assert.Equal(Math.Log(0.205 / 0.005), signs[3][DoubtSign.Smaller], Tolerance);
        Assert.Equal((0, 0.2), (signs[3].Area, Math.Round(signs[3].UsualArea, 6)));
        Assert.Equal(0, signs[2][DoubtSign.Smaller], Tolerance);
    }

    [Fact]
    public void A_mask_that_is_suddenly_larger_is_compared_with_most_frames_around()
    {
        var signs = Look(Frames(Body, Body, Body, Box(20, 20, 80, 50), Body, Body, Body));

        Assert.Equal(Math.Log(0.405 / 0.205), signs[3][DoubtSign.Larger], Tolerance);
        Assert.All(signs, frame => Assert.Equal(0, frame[DoubtSign.Smaller], Tolerance));
    }

    [Fact]
    public void Scenes_are_not_compared_with_one_another()
    {
        var small = Box(0, 0, 10, 10);
        var frames = Frames([.. Enumerable.Repeat(Body, 12), .. Enumerable.Repeat(small, 12)]);
        Replace(frames, 12, Of(small, startsScene: true));
        var signs = Look(frames);

        Assert.All(signs, frame => Assert.Equal((0, 0, 0), (frame[DoubtSign.Smaller], frame[DoubtSign.Larger], frame[DoubtSign.Jump])));
    }

    [Fact]
    public void A_scene_of_few_frames_is_compared_with_those_beside_it()
    {
        var frames = Frames(Body, Body, Body, Body, Body, (_, _) => 0, Body, Body, Body, Body, Body);
        Replace(frames, 5, Of((_, _) => 0, startsScene: true));
        Replace(frames, 6, Of(Body, startsScene: true));

        Assert.Equal(Math.Log(0.205 / 0.005), Look(frames)[5][DoubtSign.Smaller], Tolerance);
    }

    [Fact]
    public void Disagreement_is_interpolated_within_a_scene_and_not_across_a_cut()
    {
        var frames = Frames(Body, Body, Body, Body, Body, Body);
        Replace(frames, 4, Of(Body, startsScene: true));

        Assert.Equal(
            [0.1, 0.2, 0.3, 0.3, 0.8, 0.8],
            Look(frames, 0.1, null, 0.3, null, 0.8, null).Select(frame => Math.Round(frame[DoubtSign.Disagreement], 6)));
    }

    [Fact]
    public void Masks_that_differ_in_half_of_their_union_disagree_by_one_half()
    {
        using var one = OpenCvSharp.Mat.FromArray(new float[,] { { 1, 1, 1, 0 } });
        using var other = OpenCvSharp.Mat.FromArray(new float[,] { { 0, 1, 1, 1 } });

        Assert.Equal(0.5, PassDisagreement.Between(one, other), Tolerance);
    }

    private static void Replace(List<MaskedFrame> frames, int index, MaskedFrame frame)
    {
        frames[index].Dispose();
        frames[index] = frame;
    }

    private static List<MaskedFrame> Frames(params Func<int, int, double>[] masks) =>
        [.. masks.Select((mask, i) => Of(mask, startsScene: i == 0))];

    private static IReadOnlyList<FrameSigns> Look(
        List<MaskedFrame> frames, params double?[] disagreements)
    {
        using var signs = new ClipSigns();
        for (var i = 0; i < frames.Count; i++)
        {
            using (frames[i])
            {
                signs.Add(frames[i], disagreements.ElementAtOrDefault(i));
            }
        }

        return signs.Finish();
    }
}
