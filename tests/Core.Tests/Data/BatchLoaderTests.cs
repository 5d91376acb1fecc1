using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Data;

public sealed class BatchLoaderTests : IDisposable
{
    private const int Pairs = 23;
    private const int BatchSize = 4;

    private readonly DataFixture _data = new();

    public BatchLoaderTests()
    {
        for (var i = 0; i < Pairs; i++)
        {
            using var image = new Mat(32, 48, MatType.CV_8UC3, Scalar.All(i * 10));
            _data.Write($"images/{i}.png", image);
            _data.Mask($"masks/{i}.png");
        }
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Each_pair_comes_once_and_an_incomplete_batch_is_left_out()
    {
        var batches = Load(Loader(workers: 2, Augmentation.None), epoch: 1);

        Assert.Equal(Pairs / BatchSize, batches.Count);
        var shades = batches.SelectMany(batch => batch.Images.Chunk(32 * 32 * 3).Select(image => (int)image[0])).ToList();
        Assert.Equal(Pairs / BatchSize * BatchSize, shades.Distinct().Count());
        Assert.NotEqual(shades.Order(), shades);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var one = Load(Loader(workers: 1), epoch: 2);
        var three = Load(Loader(workers: 3), epoch: 2);

        AssertEqual(one, three);
        Assert.NotEqual(one[0].Images, Load(Loader(workers: 3), epoch: 3)[0].Images);
    }

    [Fact]
    public void An_epoch_gone_on_with_equals_the_rest_of_a_whole_one()
    {
        var loader = Loader(workers: 2);

        AssertEqual(Load(loader, epoch: 1)[3..], Load(loader, epoch: 1, firstBatch: 3));
        Assert.Empty(Load(loader, epoch: 1, firstBatch: loader.Batches));
    }

    [Fact]
    public void Batches_before_the_first_are_not_read()
    {
        var loader = Loader(workers: 2, Augmentation.None);
        var first = Load(loader, epoch: 1)[0].Images.Chunk(32 * 32 * 3).Select(image => image[0] / 10);
        foreach (var index in first)
        {
            File.Delete(_data.PathOf($"images/{index}.png"));
        }

        Assert.Equal(loader.Batches - 1, Load(loader, epoch: 1, firstBatch: 1).Count);
        Assert.Throws<InputException>(() => Load(loader, epoch: 1));
    }

    [Fact]
    public void A_picture_that_fails_is_named_after_the_batches_before_it()
    {
        var loader = Loader(workers: 3, Augmentation.None);
        var last = Load(loader, epoch: 1)[^1].Images[0] / 10;
        _data.Write($"images/{last}.png", "no picture"u8.ToArray());
        var given = 0;

        var error = Assert.Throws<InputException>(() =>
        {
            foreach (var batch in loader.Epoch(1, 1, 0, default))
            {
                batch.Dispose();
                given++;
            }
        });

        Assert.Contains($"{last}.png", error.Message, StringComparison.Ordinal);
        Assert.Equal(loader.Batches - 1, given);
    }

    [Fact]
    public void A_consumer_that_stops_leaves_nothing_behind()
    {
        var loader = Loader(workers: 3);
        var tensors = Tensor.TotalCount;

        foreach (var batch in loader.Epoch(1, 1, 0, default))
        {
            batch.Dispose();
            break;
        }

        // What still ran would find no pictures, or leave tensors.
        Assert.Equal(tensors, Tensor.TotalCount);
        Thread.Sleep(100);
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Cancellation_reaches_the_consumer()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in Loader(workers: 2).Epoch(1, 1, 0, stop.Token))
            {
                batch.Dispose();
                stop.Cancel();
            }
        });
    }

    [Fact]
    public void A_network_slower_than_the_loader_waits_only_at_first()
    {
        var loader = Loader(workers: 1);
        var waits = new List<TimeSpan>();

        foreach (var batch in loader.Epoch(1, 1, 0, default))
        {
            batch.Dispose();
            waits.Add(loader.Waited);
            Thread.Sleep(200);
        }

        Assert.True(waits[0] > TimeSpan.Zero);
        Assert.True(waits[^1] - waits[0] < TimeSpan.FromMilliseconds(200), $"waited {waits[^1] - waits[0]} after the first batch");
    }

    [Fact]
    public void A_network_faster_than_the_loader_waits_nearly_always()
    {
        var loader = new BatchLoader(DataFolder.Open(_data.Folder).Pairs, new(), new(512), BatchSize, workers: 1);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        foreach (var batch in loader.Epoch(1, 1, 0, default))
        {
            batch.Dispose();
        }

        Assert.InRange(loader.Waited, watch.Elapsed / 2, watch.Elapsed);
    }

    private BatchLoader Loader(int workers, Augmentation? augmentation = null) =>
        new(DataFolder.Open(_data.Folder).Pairs, augmentation ?? new(), new(32), BatchSize, workers);

    private static List<(byte[] Images, byte[] Masks)> Load(BatchLoader loader, int epoch, int firstBatch = 0)
    {
        var batches = new List<(byte[] Images, byte[] Masks)>();
        foreach (var batch in loader.Epoch(seed: 1, epoch, firstBatch, default))
        {
            using (batch)
            {
                Assert.Equal([BatchSize, 32, 32, 3], batch.Images.shape);
                Assert.Equal([BatchSize, 1, 32, 32], batch.Masks.shape);
                batches.Add((batch.Images.data<byte>().ToArray(), batch.Masks.data<byte>().ToArray()));
            }
        }

        return batches;
    }

    private static void AssertEqual(List<(byte[] Images, byte[] Masks)> expected, List<(byte[] Images, byte[] Masks)> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Images, pair.Second.Images);
            Assert.Equal(pair.First.Masks, pair.Second.Masks);
        });
    }
}
