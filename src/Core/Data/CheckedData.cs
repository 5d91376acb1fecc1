using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>What <see cref="DataCheck"/> found.</summary>
/// <param name="Folders">The data sets; their pairs now know what the values of their masks mean.</param>
/// <param name="Bad">Every pair that cannot be used, including files without a partner, folder by folder.</param>
/// <param name="Notices">What the user should know about the masks, one line each.</param>
public sealed record CheckedData(IReadOnlyList<DataFolder> Folders, IReadOnlyList<BadPair> Bad, IReadOnlyList<MessageText> Notices);
