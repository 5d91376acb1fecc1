using U2Video.Core.Data;
using U2Video.Core.Errors;

namespace U2Video.Cli.Commands;

/// <summary>What the user is told of pairs that cannot be used.</summary>
internal static class BadPairs
{
    /// <summary>Ends with an error if there are any.</summary>
    /// <param name="bad">The pairs.</param>
    /// <param name="advice">What the user can do besides mending them, as it follows "Mend them".</param>
    /// <exception cref="InputException">There are.</exception>
    public static void ThrowIfAny(IReadOnlyList<BadPair> bad, string advice)
    {
        if (bad.Count > 0)
        {
            var count = bad.Count == 1 ? "1 pair" : $"{bad.Count} pairs";
            throw new InputException($"{count} cannot be used; the first: {bad[0].Description} Mend them{advice}.");
        }
    }
}
