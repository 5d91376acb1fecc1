using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>A picture or mask that cannot be trained on, and why.</summary>
/// <param name="Name">The name that the two files have or should have in common.</param>
/// <param name="Description">One line: the file, what is wrong with it, and with what it was compared.</param>
/// <param name="Pair">The pair, or null where a partner is missing.</param>
public sealed record BadPair(string Name, MessageText Description, TrainingPair? Pair = null)
{
    /// <summary>The description.</summary>
    public override string ToString() => Description.ToString();
}
