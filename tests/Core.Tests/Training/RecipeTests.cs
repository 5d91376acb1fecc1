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

    [Theory]
    [InlineData("constant", 7, 1)]
    [InlineData("halve:8", 79, 1)]
    [InlineData("halve:8", 80, 0.5)]
    [InlineData("halve:8", 160, 0.25)]
    public void A_schedule_is_a_share_of_the_peak(string schedule, long step, double share) =>
        Assert.Equal(share, Schedule.Parse(schedule).At(step, stepsPerEpoch: 10, epochs: 25), 1e-12);

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
    [InlineData("halve")]
    [InlineData("halve:0")]
    [InlineData("cosine:-1")]
    [InlineData("sine")]
    public void Unknown_schedules_are_wrong_usage(string text) => Assert.Throws<UsageException>(() => Schedule.Parse(text));

    [Theory]
    [InlineData("portrait")]
    [InlineData("matting-human")]
    [InlineData("celeba-mask")]
    public void A_preset_is_valid_and_its_schedule_reads_back(string name)
    {
        var recipe = Recipe.Find(name);

        recipe.Validate();
        Assert.Equal(recipe.Schedule, Schedule.Parse(recipe.Schedule.ToString()!));
    }

    [Fact]
    public void Impossible_values_are_wrong_usage()
    {
        Recipe[] impossible =
        [
            Recipe.Portrait with { Size = 33 },
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
