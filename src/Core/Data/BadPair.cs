using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>A picture or mask that cannot be trained on, and why.</summary>
/// <param name="Name">The name that the two files share or should share.</param>
/// <param name="Description">One line: the file, what is wrong with it, and with what it was compared.</param>
/// <param name="Pair">The pair, or null if one of the files is missing.</param>
public sealed record BadPair(string Name, MessageText Description, TrainingPair? Pair = null)
{
    /// <summary>The description.</summary>
    public override string ToString() => Description.ToString();
}
