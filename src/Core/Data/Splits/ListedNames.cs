using U2Video.Core.Errors;

namespace U2Video.Core.Data.Splits;

/// <summary>What a list file says about one data set.</summary>
internal sealed class ListedNames(PairNames set)
{
    private readonly Dictionary<string, int> _parts = set.All.ToDictionary(name => name, _ => -1);

    // In nested folders the last part of a name is enough if only one pair has it.
    private readonly ILookup<string, string> _byLastPart = set.All.ToLookup(name => name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>Assigns a pair to a part; false if the data set has no pair of that name.</summary>
    /// <param name="name">The pair.</param>
    /// <param name="part">0 training, 1 validation, 2 test.</param>
    /// <param name="where">The line, for errors.</param>
    public bool Assign(string name, int part, string where)
    {
        string[] meant = _parts.ContainsKey(name) ? [name] : [.. _byLastPart[name]];
        if (meant.Length == 0)
        {
            return false;
        }

        if (meant.Length > 1)
        {
            throw new InputException($"{where}: '{name}' could be {meant[0]} or {meant[1]} of {set.Folder}; write it with its folders.");
        }

        if (_parts[meant[0]] >= 0)
        {
            throw new InputException($"{where}: '{name}' is listed twice.");
        }

        _parts[meant[0]] = part;
        return true;
    }

    public NameSplit ToSplit() => new(Names(0), Names(1), Names(2));

    private string[] Names(int part) => [.. set.All.Where(name => _parts[name] == part)];
}
