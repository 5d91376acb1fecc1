using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>What <see cref="DataCheck"/> found.</summary>
/// <param name="Folders">The data sets, whose pairs now say what the values of their masks mean.</param>
/// <param name="Bad">Every pair that cannot be used, those without a partner among them, folder by folder; none is best.</param>
/// <param name="Notices">What the user should know of the masks, a line each.</param>
public sealed record CheckedData(IReadOnlyList<DataFolder> Folders, IReadOnlyList<BadPair> Bad, IReadOnlyList<MessageText> Notices);
