using U2Video.Core.Data;
using U2Video.Core.Errors;

namespace U2Video.Cli.Commands;

/// <summary>What the user is told of pairs that cannot be used.</summary>
internal static class BadPairs
{
    /// <summary>Ends with an error if there are any.</summary>
    /// <exception cref="InputException">There are.</exception>
    public static void ThrowIfAny(IReadOnlyList<BadPair> bad)
    {
        if (bad.Count > 0)
        {
            throw new InputException(
                $"{bad.Count} pairs cannot be used, first of all: {bad[0].Description} Mend them, or go on without them by --skip-bad.");
        }
    }
}
