namespace U2Video.Core.Data.Splits;

/// <summary>What a rule knows of a data set.</summary>
/// <param name="Folder">The data set's folder, for messages.</param>
/// <param name="All">The names of its pairs, bad ones among them, in ordinal order.</param>
internal sealed record PairNames(string Folder, IReadOnlyList<string> All);
