using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;

namespace U2Video.Core.Tests.Data;

public sealed class TrainingSizesTests : IDisposable
{
    private readonly DataFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Half_of_the_batches_have_the_largest_size_and_the_others_any()
    {
        var sizes = new TrainingSizes(320, 128);
        var drawn = Enumerable.Range(0, 4000).Select(batch => sizes.Draw(seed: 1, epoch: 2, batch)).ToList();

        Assert.Equal([128, 160, 192, 224, 256, 288, 320], drawn.Distinct().Order());

        // A seventh of the other half also has the largest; five deviations of the count are 0.04.
        Assert.InRange(drawn.Count(size => size == 320) / 4000.0, 0.53, 0.61);
        Assert.InRange(drawn.Count(size => size == 128) / 4000.0, 0.05, 0.09);
    }

    [Fact]
    public void A_size_depends_on_the_seed_the_epoch_and_the_batch()
    {
        var sizes = new TrainingSizes(320, 32);
        int[] Draw(int seed, int epoch) => [.. Enumerable.Range(0, 50).Select(batch => sizes.Draw(seed, epoch, batch))];

        Assert.Equal(Draw(1, 1), Draw(1, 1));
        Assert.NotEqual(Draw(1, 1), Draw(2, 1));
        Assert.NotEqual(Draw(1, 1), Draw(1, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(160)]
    public void Without_a_smaller_one_all_batches_have_the_largest(int smallest) =>
        Assert.All(Enumerable.Range(0, 20), batch => Assert.Equal(160, new TrainingSizes(160, smallest).Draw(1, 1, batch)));

    [Fact]
    public void All_pictures_of_a_batch_have_its_size()
    {
        for (var i = 0; i < 12; i++)
        {
            _data.Image($"images/{i}.png");
            _data.Mask($"masks/{i}.png");
        }

        var sizes = new TrainingSizes(128, 32);
        var loader = new BatchLoader(DataFolder.Open(_data.Folder).Pairs, Augmentation.None, sizes, batchSize: 2, workers: 2);
        var seen = new List<long>();
        foreach (var batch in loader.Epoch(seed: 1, epoch: 1, firstBatch: 0, default))
        {
            using (batch)
            {
                var side = batch.Images.shape[1];
                seen.Add(side);
                Assert.Equal([2, side, side, 3], batch.Images.shape);
                Assert.Equal([2, 1, side, side], batch.Masks.shape);
            }
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(batch => (long)sizes.Draw(1, 1, batch)), seen);
        Assert.True(seen.Distinct().Count() > 1);
    }
}
