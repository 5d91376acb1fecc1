using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Tests.Parsing;

public sealed class PartTextTests
{
    [Theory]
    [InlineData("3/8", "", 3, 8)]
    [InlineData("1/1", "SLURM_ARRAY_TASK_ID=7", 1, 1)]
    [InlineData("auto/8", "SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_COUNT=2", 8, 8)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4 SLURM_ARRAY_TASK_COUNT=4", 1, 4)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_COUNT=4", 4, 4)]
    [InlineData("auto/8", "JOB_COMPLETION_INDEX=0", 1, 8)]
    [InlineData("auto/8", "AWS_BATCH_JOB_ARRAY_INDEX=7", 8, 8)]
    [InlineData("auto", "AWS_BATCH_JOB_ARRAY_INDEX=7 AWS_BATCH_JOB_ARRAY_SIZE=9", 8, 9)]
    public void A_part_is_read(string text, string variables, int part, int parts) =>
        Assert.Equal(new ClipPart(part, parts), PartText.Parse("--part", text, Reader(variables)));

    [Theory]
    [InlineData("0/8", "", "there is no part 0/8")]
    [InlineData("9/8", "", "there is no part 9/8")]
    [InlineData("3", "", "give a part and the number of parts")]
    [InlineData("3/8/1", "", "give a part")]
    [InlineData("-1/8", "", "give a part")]
    [InlineData("auto/x", "JOB_COMPLETION_INDEX=0", "give the number of parts behind the slash")]
    [InlineData("auto/8", "", "no scheduler's variable is set (SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX)")]
    [InlineData("auto/8", "SLURM_ARRAY_TASK_ID=0", "there is no part 0/8; parts are counted from 1")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=2", "leaves out")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0", "JOB_COMPLETION_INDEX does not say how many parts there are")]
    public void What_is_no_part_is_refused(string text, string variables, string reason) => Assert.Contains(
        reason, Assert.Throws<UsageException>(() => PartText.Parse("--part", text, Reader(variables))).Message, StringComparison.Ordinal);

    private static Func<string, string?> Reader(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return values.GetValueOrDefault;
    }
}
