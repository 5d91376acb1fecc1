namespace U2Video.Core.Data.Splits;

/// <summary>A rule that looks at one data set at a time.</summary>
internal abstract record FolderRule : SplitRule
{
    internal sealed override IReadOnlyList<NameSplit> Divide(IReadOnlyList<PairNames> sets) => [.. sets.Select(Divide)];

    protected abstract NameSplit Divide(PairNames set);
}
