using U2Video.Core.Checkpoints.StateDicts;

namespace U2Video.Core.Tests.Checkpoints.StateDicts;

public sealed class MemoryBudgetTests
{
    [Theory]
    [InlineData(0, 32L << 20)]
    [InlineData(100L << 20, 232L << 20)]
    [InlineData(1L << 40, 1L << 30)]
    [InlineData(long.MaxValue, 1L << 30)]
    public void The_bound_is_twice_the_file_and_a_little_and_never_more_than_a_gigabyte(long fileLength, long expected) =>
        Assert.Equal(expected, new MemoryBudget(fileLength).MaximumBytes);

    [Fact]
    public void Claims_add_up_and_a_refused_one_takes_nothing()
    {
        var budget = new MemoryBudget(0);

        Assert.True(budget.TryClaim(6 << 20, 4));
        Assert.False(budget.TryClaim((2 << 20) + 1, 4));
        Assert.False(budget.TryClaim(long.MaxValue, 8));
        Assert.True(budget.TryClaim(2 << 20, 4));
        Assert.False(budget.TryClaim(1, 1));
    }
}
