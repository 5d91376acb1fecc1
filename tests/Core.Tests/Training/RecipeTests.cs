using U2Video.Core.Errors;
using U2Video.Core.Training;
using U2Video.Tests;

namespace U2Video.Core.Tests.Training;

public class RecipeTests
{
    [Fact]
    public void The_presets_are_those_of_the_documentation()
    {
        var table = File.ReadAllLines(Path.Combine(Fixtures.Path(""), "..", "..", "docs", "training.md"))
            .Where(line => line.StartsWith("| `--", StringComparison.Ordinal) || line.StartsWith("| recipe", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)
                .Select(cell => cell.Replace("`", "", StringComparison.Ordinal)).ToArray())
            .ToList();

        var names = table[0][1..4];
        Assert.Equal(["portrait", "matting-human", "celeba-mask"], names);
        for (var column = 0; column < names.Length; column++)
        {
            var recipe = Recipe.Find(names[column]);
            var documented = table.Skip(1).ToDictionary(row => row[0].TrimStart('-'), row => row[column + 1]);
            var actual = recipe.Describe().Where(setting => setting.Key != "recipe").ToDictionary();
            actual["split"] = recipe.Split.ToString()!;
            Assert.Equal(actual.OrderBy(setting => setting.Key), documented.OrderBy(setting => setting.Key));
        }
    }

    [Fact]
    public void A_schedule_is_a_share_of_the_peak()
    {
        Assert.Equal(1, new Schedule.Constant().At(7, stepsPerEpoch: 10, epochs: 25));
        Assert.Equal([1, 0.5, 0.25], new[] { 79, 80, 160 }.Select(step => new Schedule.Halving(8).At(step, stepsPerEpoch: 10, epochs: 25)));
    }

    [Fact]
    public void One_cycle_rises_and_falls_to_a_hundredth()
    {
        var shares = Enumerable.Range(0, 250).Select(step => new Schedule.OneCycle().At(step, 10, 25)).ToList();

        Assert.Equal(1, shares.Max(), 0.01);
        Assert.Equal(20, shares.IndexOf(shares.Max()));
        Assert.InRange(shares[0], 0, 0.1);
        Assert.InRange(shares[^1], 0.0099, 0.011);
    }

    [Theory]
    [InlineData("portrait")]
    [InlineData("matting-human")]
    [InlineData("celeba-mask")]
    public void A_preset_is_valid(string name) => Recipe.Find(name).Validate();

    [Fact]
    public void Impossible_values_are_wrong_usage()
    {
        Recipe[] impossible =
        [
            Recipe.Portrait with { Size = 33 },
            Recipe.Portrait with { SmallestSize = 48 },
            Recipe.Portrait with { SmallestSize = 192 },
            Recipe.Portrait with { SmallestSize = -32 },
            Recipe.Portrait with { Epochs = 0 },
            Recipe.Portrait with { BatchSize = 1 },
            Recipe.Portrait with { Accumulation = 0 },
            Recipe.Portrait with { LearningRate = 0 },
            Recipe.Portrait with { LossWeights = [1, 1] },
            Recipe.Portrait with { LossWeights = [0, 0, 0, 0, 0, 0, 0] },
            Recipe.Portrait with { Augmentation = new() { FlipProbability = 2 } },
            Recipe.Portrait with { Augmentation = new() { Rotation = 90 } },
        ];

        Assert.All(impossible, recipe => Assert.Throws<UsageException>(recipe.Validate));
    }
}
