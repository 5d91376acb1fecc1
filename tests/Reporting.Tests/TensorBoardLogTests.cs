namespace U2Video.Reporting.Tests;

public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_one_file_of_events_with_all_figures_at_their_steps()
    {
        using (var log = new TensorBoardLog(_folder.Path))
        {
            SimulatedRun.Tell(log, epochs: 2, steps: 3);
        }

        var path = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        var events = EventReader.Read(path);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        var now = DateTime.UtcNow;
        Assert.All(events, item => Assert.InRange(DateTime.UnixEpoch.AddSeconds(item.WallTime), now.AddMinutes(-5), now.AddSeconds(1)));

        var scalars = events.Where(item => item.Summary is not null)
            .SelectMany(item => item.Summary.Value.Select(value => (value.Tag, item.Step, value.SimpleValue)))
            .ToLookup(scalar => scalar.Tag);
        Assert.Equal([1, 2, 3, 4, 5, 6], scalars["loss/train"].Select(scalar => scalar.Step));
        Assert.Equal((float)SimulatedRun.Step(2, 2, 1, 3).Loss.Sum, scalars["loss/train"].ElementAt(3).SimpleValue);
        Assert.Equal([3, 6], scalars["metrics/iou"].Select(scalar => scalar.Step));
        Assert.Equal((float)SimulatedRun.Epoch(2, 2).HeldOut.MeanIntersectionOverUnion, scalars["metrics/iou"].Last().SimpleValue);
        Assert.Equal(
            [
                "learning_rate", "loss/train", "loss/train_epoch", "loss/valid", "metrics/iou", "metrics/mae",
                "speed/pictures_per_second", "speed/waiting_share",
                "terms_train/fused", "terms_train/side1", "terms_train/side2", "terms_train/side3", "terms_train/side4",
                "terms_train/side5", "terms_train/side6",
                "terms_valid/fused", "terms_valid/side1", "terms_valid/side2", "terms_valid/side3", "terms_valid/side4",
                "terms_valid/side5", "terms_valid/side6",
            ],
            scalars.Select(group => group.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Events_are_on_disk_after_each_epoch()
    {
        using var log = new TensorBoardLog(_folder.Path);
        SimulatedRun.Tell(log, epochs: 2, steps: 3, last: 1);

        var events = EventReader.Read(Assert.Single(Directory.GetFiles(_folder.Path)));

        Assert.Contains(events, item => item.Summary?.Value.Any(value => value.Tag == "metrics/iou") == true);
    }

    [Fact]
    public void Going_on_says_from_which_step_older_events_are_void()
    {
        using (var first = new TensorBoardLog(_folder.Path))
        {
            SimulatedRun.Tell(first, epochs: 3, steps: 4, last: 2);
        }

        var before = Directory.GetFiles(_folder.Path);
        using (var second = new TensorBoardLog(_folder.Path, afterStep: 4))
        {
            SimulatedRun.Tell(second, epochs: 3, steps: 4, first: 2);
        }

        var events = EventReader.Read(Assert.Single(Directory.GetFiles(_folder.Path).Except(before)));
        var start = Assert.Single(events, item => item.SessionLog is not null);
        Assert.Equal(5, start.Step);
        Assert.Equal(Tensorboard.SessionLog.Types.SessionStatus.Start, start.SessionLog.Status);
    }

    // CRC-32C's published check value, and the mask of TensorFlow's record files put on it by hand.
    [Fact]
    public void The_reader_of_these_tests_knows_the_published_checksum() =>
        Assert.Equal(((0xe3069283u >> 15) | (0xe3069283u << 17)) + 0xa282ead8u, EventReader.Checksum("123456789"u8));
}
