using System.Globalization;

namespace U2Video.Core.Data.Splits;

/// <summary>The n-th, the 2n-th, … name in ordinal order is held out for validation.</summary>
internal sealed record EveryNthRule(int N) : FolderRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"every:{N}");

    protected override NameSplit Divide(PairNames set) => new(
        [.. set.All.Where((_, index) => (index + 1) % N != 0)],
        [.. set.All.Where((_, index) => (index + 1) % N == 0)],
        []);
}
