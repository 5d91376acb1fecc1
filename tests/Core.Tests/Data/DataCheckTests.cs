using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data;

public sealed class DataCheckTests : IDisposable
{
    private readonly DataFixture _data = new();

    public DataCheckTests()
    {
        for (var i = 0; i < 8; i++)
        {
            _data.Image($"images/{i}.jpg");
            _data.Mask($"masks/{i}.png");
        }
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Sound_pairs_are_all_seen_and_none_is_bad()
    {
        var most = 0;

        var (_, bad, notices) = DataCheck.Run([Open()], new(), seen => InterlockedMax(ref most, seen), default);

        Assert.Empty(bad);
        Assert.Empty(notices);
        Assert.Equal(8, most);
    }

    [Fact]
    public void Every_bad_pair_is_listed_with_its_reason()
    {
        File.Delete(_data.PathOf("masks/1.png"));
        _data.Write("images/2.jpg", "no picture"u8.ToArray());
        _data.Mask("masks/3.png", width: 40);
        _data.Mask("masks/4.png", subject: 0);
        _data.Write("masks/5.png", []);
        _data.Image("images/6.jpg", 300, 200);
        _data.Mask("masks/6.png", 300, 200);
        Shorten("images/6.jpg", 3);
        Shorten("masks/7.png", 14);

        var bad = DataCheck.Run([Open()], new(), null, default).Bad;

        Assert.Equal(
            [
                $"{_data.PathOf("images/1.jpg")}: has no mask of the same name in masks/.",
                $"{_data.PathOf("images/2.jpg")}: cannot be read as a picture; it is damaged or not a picture.",
                $"{_data.PathOf("images/3.jpg")}: has 48×32 pixels, but its mask {_data.PathOf("masks/3.png")} has 40×32.",
                $"{_data.PathOf("masks/4.png")}: shows no subject; its highest value is 0 of 255. AllowEmpty takes such masks.",
                $"{_data.PathOf("masks/5.png")}: is an empty file.",
                $"{_data.PathOf("images/6.jpg")}: cannot be read as a picture; it is damaged or not a picture.",
                $"{_data.PathOf("masks/7.png")}: cannot be read as a picture; it is damaged or not a picture.",
            ],
            bad.Select(one => one.ToString()));
    }

    [Fact]
    public void A_mask_of_ones_among_those_of_255_is_doubted()
    {
        _data.Mask("masks/0.png", subject: 1);

        var error = Assert.Throws<InputException>(() => DataCheck.Run([Open()], new(), null, default));

        Assert.Contains("values up to 1, and 255 besides", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaskValues", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_without_a_subject_are_taken_where_they_are_wanted()
    {
        _data.Mask("masks/4.png", subject: 0);

        Assert.Single(DataCheck.Run([Open()], new(), null, default).Bad);
        var (folders, bad, _) = DataCheck.Run([Open()], new() { AllowEmpty = true }, null, default);

        Assert.Empty(bad);
        Assert.Single(MasksOf(folders[0].Pairs), mask => mask.All(value => value == 0));
    }

    [Fact]
    public void A_check_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => DataCheck.Run([Open()], new(), workers: 1, _ => stop.Cancel(), stop.Token));
    }

    private static List<byte[]> MasksOf(IReadOnlyList<TrainingPair> pairs)
    {
        var masks = new List<byte[]>();
        foreach (var batch in new BatchLoader(pairs, Augmentation.None, new(32), pairs.Count, workers: 1).Epoch(1, 1, 0, default))
        {
            using (batch)
            {
                masks.AddRange(batch.Masks.data<byte>().ToArray().Chunk(32 * 32));
            }
        }

        return masks;
    }

    private DataFolder Open() => DataFolder.Open(_data.Folder);

    private void Shorten(string name, int bytes) => _data.Write(name, File.ReadAllBytes(_data.PathOf(name))[..^bytes]);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
