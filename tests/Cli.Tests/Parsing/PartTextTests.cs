using U2Video.Cli.Parsing;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public sealed class PartTextTests
{
    [Theory]
    [InlineData("3/8", "", 3, 8)]
    [InlineData("1/1", "SLURM_ARRAY_TASK_ID=7", 1, 1)]
    [InlineData("auto/8", "SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_COUNT=2", 8, 8)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4", 1, 4)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4", 4, 4)]
    [InlineData("auto/8", "JOB_COMPLETION_INDEX=0", 1, 8)]
    [InlineData("auto/8", "AWS_BATCH_JOB_ARRAY_INDEX=7", 8, 8)]
    [InlineData("auto", "AWS_BATCH_JOB_ARRAY_INDEX=7 AWS_BATCH_JOB_ARRAY_SIZE=9", 8, 9)]
    public void A_part_is_read(string text, string variables, int part, int parts) =>
        Assert.Equal((part, parts), PartText.Parse("--part", text, Reader(variables)));

    [Theory]
    [InlineData("0/8", "", "is part 0 of 8; parts are counted from 1 to 8")]
    [InlineData("9/8", "", "is part 9 of 8")]
    [InlineData("3", "", "give K/N")]
    [InlineData("3/8/1", "", "give K/N")]
    [InlineData("-1/8", "", "give K/N")]
    [InlineData("auto/x", "JOB_COMPLETION_INDEX=0", "give K/N")]
    [InlineData("auto/8", "", "none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX and AWS_BATCH_JOB_ARRAY_INDEX is set")]
    [InlineData("auto/8", "SLURM_ARRAY_TASK_ID=0", "is part 0 of 8; parts are counted from 1 to 8, and so are the tasks of Slurm")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0", "no variable says how many tasks there are")]
    public void What_is_no_part_is_refused(string text, string variables, string reason) => Assert.Contains(
        reason, Assert.Throws<UsageException>(() => PartText.Parse("--part", text, Reader(variables))).Message, StringComparison.Ordinal);

    private static Func<string, string?> Reader(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return values.GetValueOrDefault;
    }
}
