using CsCheck;
using U2Video.Cli.Commands.Processing;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Tests;

public sealed class FolderShareTests
{
    private static readonly Gen<(string Name, long Bytes)[]> Folders = Gen.Int[0, 40].SelectMany(count =>
        Gen.Long[0, 1000].Array[count].Select(sizes => sizes.Select((bytes, i) => ($"{i % 7}/{i}.mp4", bytes)).ToArray()));

    [Fact]
    public void Every_file_belongs_to_exactly_one_part() => Gen.Select(Folders, Gen.Int[1, 50]).Sample((files, parts) =>
    {
        var shares = Enumerable.Range(1, parts).Select(part => FolderShare.Of(files, new ClipPart(part, parts))).ToArray();

        Assert.Equal(Sorted(files.Select(file => file.Name)), Sorted(shares.SelectMany(share => share)));
        Assert.All(shares, share => Assert.Equal(Sorted(share), share));
    });

    [Fact]
    public void The_order_in_which_a_machine_lists_the_folder_does_not_matter() =>
        Gen.Select(Folders, Gen.Int[1, 9], Gen.Int).Sample((files, parts, seed) =>
        {
            var others = files.ToArray();
            new Random(seed).Shuffle(others);

            Assert.Equal(FolderShare.All(files, parts), FolderShare.All(others, parts));
        });

    // The largest part is at least the mean and at least the largest file.
    [Fact]
    public void Parts_have_about_the_same_number_of_bytes() => Gen.Select(Folders, Gen.Int[1, 9]).Sample((files, parts) =>
    {
        var bytes = files.ToDictionary(file => file.Name, file => file.Bytes);
        var largest = FolderShare.All(files, parts).Max(share => share.Sum(name => bytes[name]));
        var mean = files.Sum(file => file.Bytes) / (double)parts;

        Assert.True(largest <= mean + files.Select(file => file.Bytes).DefaultIfEmpty().Max());
    });

    [Fact]
    public void Two_large_files_do_not_meet_in_one_part() => Assert.Equal(
        [["a"], ["b"], ["c", "d"]],
        FolderShare.All([("a", 900), ("b", 800), ("c", 300), ("d", 200)], 3).Select(share => share.ToArray()));

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
