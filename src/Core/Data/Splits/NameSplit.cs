namespace U2Video.Core.Data.Splits;

/// <summary>The names of one data set's pairs, split.</summary>
internal sealed record NameSplit(IReadOnlyList<string> Training, IReadOnlyList<string> Validation, IReadOnlyList<string> Test);
