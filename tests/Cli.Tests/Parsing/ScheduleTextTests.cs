using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Training;

namespace U2Video.Cli.Tests.Parsing;

public class ScheduleTextTests
{
    [Fact]
    public void Schedules_are_read()
    {
        Assert.Equal(new Schedule.Constant(), ScheduleText.Parse("--schedule", "constant"));
        Assert.Equal(new Schedule.Halving(8), ScheduleText.Parse("--schedule", "halve:8"));
        Assert.Equal(new Schedule.OneCycle(), ScheduleText.Parse("--schedule", "onecycle"));
        Assert.Equal(new Schedule.Cosine(0), ScheduleText.Parse("--schedule", "cosine"));
        Assert.Equal(new Schedule.Cosine(0.4), ScheduleText.Parse("--schedule", "cosine:0.4"));
    }

    [Fact]
    public void Schedules_of_the_recipes_are_read_as_they_are_written() => Assert.All(
        Recipe.All, recipe => Assert.Equal(recipe.Schedule, ScheduleText.Parse("--schedule", recipe.Schedule.ToString()!)));

    [Theory]
    [InlineData("halve")]
    [InlineData("halve:0")]
    [InlineData("cosine:-1")]
    [InlineData("cosine:0,4")]
    [InlineData("sine")]
    public void Other_texts_are_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => ScheduleText.Parse("--schedule", text));

        Assert.StartsWith($"--schedule {text}: give constant, ", error.Message, StringComparison.Ordinal);
    }
}
