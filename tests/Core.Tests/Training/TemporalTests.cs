using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training;

/// <summary>Training on two views of a picture, so that masks change as the truth does.</summary>
public sealed class TemporalTests : IDisposable
{
    private const int Side = 48;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_error_that_stays_costs_nothing_and_one_that_flickers_does()
    {
        using var scope = NewDisposeScope();
        var masks = zeros(2, 1, 4, 4);
        var steady = full([2, 1, 4, 4], 0.0f);
        var flickering = cat([full([1, 1, 4, 4], -30f), full([1, 1, 4, 4], 30f)], dim: 0);

        Assert.Equal(0, TemporalConsistency.Of(steady, masks, weights: null).item<float>(), 1e-6);
        Assert.Equal(1, TemporalConsistency.Of(flickering, masks, weights: null).item<float>(), 1e-6);

        // What changes with the truth is right.
        var moving = cat([zeros(1, 1, 4, 4), ones(1, 1, 4, 4)], dim: 0);
        Assert.Equal(0, TemporalConsistency.Of(flickering, moving, weights: null).item<float>(), 1e-6);
    }

    [Fact]
    public void Frames_of_a_clip_follow_one_another_and_gaps_and_stills_do_not()
    {
        string[] names = ["a/001", "a/002", "a/004", "b/005", "c", "c2", "b/006", "a/003x"];
        var pairs = names.ToDictionary(name => name, name => new TrainingPair(name, $"images/{name}.png", $"masks/{name}.png"));
        var order = new ClipOrder([.. pairs.Values]);

        Assert.Equal(pairs["a/002"], order.After(pairs["a/001"]));
        Assert.Equal(pairs["b/006"], order.After(pairs["b/005"]));
        Assert.All(["a/002", "a/004", "b/006", "c", "c2", "a/003x"], name => Assert.Null(order.After(pairs[name])));
    }

    [Fact]
    public void The_second_view_of_a_frame_is_the_next_frame_under_the_same_chances()
    {
        for (var i = 0; i < 4; i++)
        {
            // Frame i is all of one gray, so that a view tells which frame it shows; the left half is subject.
            Write($"clip/{i:D3}", new Scalar(40 * i, 40 * i, 40 * i));
        }

        var pairs = DataFolder.Open(_folder).Pairs;
        Assert.Equal(["clip/000", "clip/001", "clip/002", "clip/003"], pairs.Select(pair => pair.Name));
        var augmentation = Augmentation.None with { FlipProbability = 0.5 };
        using var batch = new BatchLoader(pairs, augmentation, new(32), batchSize: 4, workers: 1, views: 2)
            .Epoch(1, 1, 0, CancellationToken.None).Single();

        Assert.Equal([8, 32, 32, 3], batch.Images.shape);
        for (var i = 0; i < 4; i++)
        {
            var frame = int.Parse(batch.Names[i][^3..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(40 * frame, batch.Images[i, 16, 16, 0].item<byte>());
            if (frame < 3)
            {
                Assert.Equal(40 * (frame + 1), batch.Images[4 + i, 16, 16, 0].item<byte>());
                Assert.True(batch.Masks[i].Equals(batch.Masks[4 + i]), "The two views are mirrored differently.");
            }
        }
    }

    [Fact]
    public void The_second_view_of_a_still_is_the_picture_moved_with_its_mask()
    {
        Write("still", Scalar.Black, whiteSubject: true);
        var pairs = DataFolder.Open(_folder).Pairs;
        using var batch = new BatchLoader(pairs, Augmentation.None, new(48), batchSize: 1, workers: 1, views: 2)
            .Epoch(1, 1, 0, CancellationToken.None).Single();

        var (first, second) = (batch.Masks[0].to(float32), batch.Masks[1].to(float32));
        Assert.False(first.Equals(second));
        Assert.InRange((first - second).abs().mean().item<float>(), 0.1f, 40);
        Assert.InRange((second - batch.Images[1].to(float32).mean([2]).unsqueeze(0)).abs().max().item<float>(), 0, 1);
    }

    private void Write(string name, Scalar color, bool whiteSubject = false)
    {
        using var mask = new Mat(Side, Side, MatType.CV_8UC1, Scalar.Black);
        Cv2.Rectangle(mask, new Rect(0, 0, Side / 2, Side), Scalar.White, thickness: -1);
        using var image = new Mat(Side, Side, MatType.CV_8UC3, color);
        if (whiteSubject)
        {
            image.SetTo(Scalar.White, mask);
        }

        foreach (var (folder, picture) in new[] { ("images", image), ("masks", mask) })
        {
            var path = Path.Combine(_folder, folder, name + ".png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Cv2.ImWrite(path, picture);
        }
    }
}
