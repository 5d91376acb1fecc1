using U2Video.Core.Errors;
using U2Video.Core.Training;

namespace U2Video.Core.Tests.Training;

public sealed class PairedFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pairs_by_name_across_extensions_in_ordinal_order()
    {
        Touch("images", "b.jpg", "a.PNG", "10.jpeg");
        Touch("masks", "a.png", "b.png", "10.png");

        Assert.Equal(["10", "a", "b"], PairedFolder.Scan(_folder).Select(pair => pair.Name));
    }

    [Fact]
    public void A_file_without_partner_is_named()
    {
        Touch("images", "a.jpg", "b.jpg");
        Touch("masks", "a.png");

        var error = Assert.Throws<InputException>(() => PairedFolder.Scan(_folder));

        Assert.Contains("b.jpg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("images", Assert.Throws<InputException>(() => PairedFolder.Scan(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_tenth_pair_is_held_out_and_none_is_in_both()
    {
        var pairs = Enumerable.Range(1, 25).Select(i => new TrainingPair($"{i}", "", "")).ToList();

        var (training, heldOut) = PairedFolder.Split(pairs, every: 10);

        Assert.Equal(["10", "20"], heldOut.Select(pair => pair.Name));
        Assert.Equal(23, training.Count);
        Assert.Empty(training.Intersect(heldOut));
    }

    private void Touch(string subfolder, params string[] names)
    {
        Directory.CreateDirectory(Path.Combine(_folder, subfolder));
        foreach (var name in names)
        {
            File.WriteAllBytes(Path.Combine(_folder, subfolder, name), []);
        }
    }
}
