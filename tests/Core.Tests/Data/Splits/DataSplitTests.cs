using U2Video.Core.Data;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data.Splits;

public sealed class DataSplitTests : IDisposable
{
    private readonly DataFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Every_tenth_pair_is_held_out_in_ordinal_order()
    {
        var split = Split(SplitRule.EveryNth(10), Numbers("a", 25));

        // Ordinal: 1, 10, 11, … 18 are the first ten.
        Assert.Equal(["18", "4"], Names(split.Validation));
        Assert.Equal(23, split.Training.Count);
        Assert.Empty(split.Test);
        AssertNoneTwice(split);
    }

    [Fact]
    public void Counts_follow_the_numbers()
    {
        var split = Split(SplitRule.Counts(9, 3, 2), Numbers("a", 15));

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9"], Names(split.Training));
        Assert.Equal(["10", "11", "12"], Names(split.Validation));
        Assert.Equal(["13", "14"], Names(split.Test));
    }

    [Fact]
    public void Counts_follow_numbers_within_names_and_of_any_length()
    {
        _data.Names("a", "p10", "p9", "p10b", "p100000000000000000000", "p99999999999999999999", "p007", "p7");

        var split = Split(SplitRule.Counts(7, 0, 0), _data.PathOf("a"));

        Assert.Equal(["p007", "p7", "p9", "p10", "p10b", "p99999999999999999999", "p100000000000000000000"], Names(split.Training));
    }

    [Fact]
    public void Counts_beyond_the_pairs_are_refused()
    {
        var error = Assert.Throws<InputException>(() => Split(SplitRule.Counts(9, 3, 2), Numbers("a", 13)));

        Assert.Contains("13 pairs, fewer than the 14 of SplitRule counts:9/3/2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fractions_are_drawn_by_lot_and_repeat()
    {
        var folder = Numbers("a", 40);
        var split = Split(SplitRule.Fractions(0.1, 0.25, seed: 3), folder);

        Assert.Equal((26, 4, 10), (split.Training.Count, split.Validation.Count, split.Test.Count));
        AssertNoneTwice(split);
        Assert.Equal(split.Test, Split(SplitRule.Fractions(0.1, 0.25, seed: 3), folder).Test);
        Assert.NotEqual(split.Test, Split(SplitRule.Fractions(0.1, 0.25, seed: 4), folder).Test);
    }

    [Fact]
    public void A_fraction_of_few_pairs_is_at_least_one()
    {
        var split = Split(SplitRule.Fractions(0.01, 0.01), Numbers("a", 5));

        Assert.Equal((3, 1, 1), (split.Training.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void A_list_file_says_who_goes_where()
    {
        var split = Split(List("# mine", "[valid]", "2", "", "[train]", "  1", "4 ", "[test]", "5", "[train]", "3"), Numbers("a", 6));

        Assert.Equal(["1", "3", "4"], Names(split.Training));
        Assert.Equal(["2"], Names(split.Validation));
        Assert.Equal(["5"], Names(split.Test));
    }

    [Theory]
    [InlineData("line 2: no data set has a pair '9'", "[train]", "9")]
    [InlineData("line 4: '1' is listed twice", "[train]", "1", "[test]", "1")]
    [InlineData("line 1: expected one of the headings [train], [valid], [test], found '1'", "1")]
    [InlineData("line 2: expected one of the headings [train], [valid], [test], found '[val]'", "[train]", "[val]", "1")]
    public void A_list_file_that_does_not_fit_is_refused(string message, params string[] lines)
    {
        var error = Assert.Throws<InputException>(() => Split(List(lines), Numbers("a", 2)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_file_that_is_missing_is_named() =>
        Assert.Contains(
            "none.txt",
            Assert.Throws<InputException>(() => Split(SplitRule.ListFile("none.txt"), Numbers("a", 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_list_file_names_nested_pairs_in_short_where_that_is_clear()
    {
        foreach (var name in new[] { "0/a", "0/b", "1/b" })
        {
            _data.Write($"n/clip_img/clip_{name}.jpg", []);
            _data.Write($"n/matting/matting_{name}.png", []);
        }

        Assert.Equal(["0/a", "1/b"], Names(Split(List("[train]", "a", "1/b"), _data.PathOf("n")).Training));
        Assert.Contains(
            "'b' could be 0/b or 1/b",
            Assert.Throws<InputException>(() => Split(List("[train]", "b"), _data.PathOf("n"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_data_set_is_split_by_itself()
    {
        var folders = new[] { Numbers("a", 6), Numbers("b", 4) };

        Assert.Equal(["a/3", "a/6", "b/3"], Split(SplitRule.EveryNth(3), folders).Validation.Select(Origin));
        Assert.Equal(["a/3", "b/3"], Split(SplitRule.Counts(2, 1, 1), folders).Validation.Select(Origin));
        Assert.Equal(["a/2", "a/5", "b/2"], Split(List("[test]", "2", "5", "[valid]", "1"), folders).Test.Select(Origin));
        AssertNoneTwice(Split(SplitRule.Fractions(0.3, 0.3), folders));

        static string Origin(TrainingPair pair) => pair.ImagePath.Split('/')[^3] + "/" + pair.Name;
    }

    [Fact]
    public void Bad_pairs_are_left_out_and_move_no_other()
    {
        var folder = Numbers("a", 9);
        var whole = Split(SplitRule.Fractions(0.3, 0.3), folder);
        File.Delete(Path.Combine(folder, "masks", "5.png"));
        var opened = DataFolder.Open(folder);
        var broken = opened.Pairs[1];

        var split = DataSplit.Make([opened], SplitRule.Fractions(0.3, 0.3), [.. opened.Bad, new BadPair(broken.Name, $"broken", broken)]);

        Assert.Equal(Left(whole.Training), Names(split.Training));
        Assert.Equal(Left(whole.Validation), Names(split.Validation));
        Assert.Equal(Left(whole.Test), Names(split.Test));

        IEnumerable<string> Left(IEnumerable<TrainingPair> pairs) => Names(pairs).Except(["5", broken.Name]);
    }

    private static DataSplit Split(SplitRule rule, params string[] folders) => DataSplit.Make(DataFolder.OpenAll(folders), rule, []);

    private static IEnumerable<string> Names(IEnumerable<TrainingPair> pairs) => pairs.Select(pair => pair.Name);

    private static void AssertNoneTwice(DataSplit split)
    {
        TrainingPair[] all = [.. split.Training, .. split.Validation, .. split.Test];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private string Numbers(string folder, int count)
    {
        _data.Names(folder, Enumerable.Range(1, count).Select(number => $"{number}"));
        return _data.PathOf(folder);
    }

    private SplitRule List(params string[] lines)
    {
        File.WriteAllLines(_data.PathOf("split.txt"), lines);
        return SplitRule.ListFile(_data.PathOf("split.txt"));
    }
}
