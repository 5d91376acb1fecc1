using System.Globalization;

namespace U2Video.Core.Training.Data.Splits;

/// <summary>The n-th, the 2n-th, … name in ordinal order is held out for validation.</summary>
internal sealed record EveryNthRule(int N) : FolderRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"every:{N}");

    protected override NameSplit Divide(DataFolder folder) => new(
        [.. folder.Names.Where((_, index) => (index + 1) % N != 0)],
        [.. folder.Names.Where((_, index) => (index + 1) % N == 0)],
        []);
}
