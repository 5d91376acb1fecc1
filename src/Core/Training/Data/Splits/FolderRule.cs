namespace U2Video.Core.Training.Data.Splits;

/// <summary>A rule that looks at one data set at a time.</summary>
internal abstract record FolderRule : SplitRule
{
    internal sealed override IReadOnlyList<NameSplit> Divide(IReadOnlyList<DataFolder> folders) => [.. folders.Select(Divide)];

    protected abstract NameSplit Divide(DataFolder folder);
}
