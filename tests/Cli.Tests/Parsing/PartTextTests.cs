using U2Video.Cli.Parsing;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

/// <summary>Parts as users and schedulers give them.</summary>
public sealed class PartTextTests
{
    [Theory]
    [InlineData("3/8", "", "3/8")]
    [InlineData("1/1", "", "1/1")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4", "3/4")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3", "1/4")]
    [InlineData("auto/9", "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7", "7/9")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=7 U2VIDEO_PARTS=9", "7/9")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0 U2VIDEO_PARTS=5", "1/5")]
    [InlineData("auto/5", "JOB_COMPLETION_INDEX=4", "5/5")]
    [InlineData("auto", "AWS_BATCH_JOB_ARRAY_INDEX=2 AWS_BATCH_JOB_ARRAY_SIZE=6", "3/6")]
    [InlineData("auto/4", "AWS_BATCH_JOB_ARRAY_INDEX=2 U2VIDEO_PARTS=9", "3/4")]
    public void A_part_is_read(string text, string environment, string part) =>
        Assert.Equal(part, PartText.Parse("--part", text, Variables(environment)).ToString());

    [Theory]
    [InlineData("3", "", "give a part and the number of parts, like 3/8, or auto.")]
    [InlineData("a/b", "", "give a part and the number of parts")]
    [InlineData("0/4", "", "there is no part 0/4; parts are counted from 1")]
    [InlineData("5/4", "", "there is no part 5/4")]
    [InlineData("1/0", "", "there is no part 1/0")]
    [InlineData("auto", "", "no scheduler's variable is set (SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX)")]
    [InlineData("auto/x", "SLURM_ARRAY_TASK_ID=1", "give the number of parts behind the slash")]
    [InlineData(
        "auto", "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7",
        "the array leaves out numbers, so it does not say how many parts there are; give --part auto/N.")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0", "JOB_COMPLETION_INDEX does not say how many parts there are; give --part auto/N.")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0 U2VIDEO_PARTS=x", "U2VIDEO_PARTS=x: give the number of parts.")]
    [InlineData("auto/2", "JOB_COMPLETION_INDEX=2", "there is no part 3/2")]
    public void What_says_no_part_is_refused(string text, string environment, string why)
    {
        var error = Assert.Throws<UsageException>(() => PartText.Parse("--part", text, Variables(environment)));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Variables(string environment)
    {
        var set = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => set.GetValueOrDefault(name);
    }
}
