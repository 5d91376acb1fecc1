namespace U2Video.Pipeline.Parts;

/// <summary>What all parts of an output have in common. Parts of different keys do not fit together.</summary>
internal sealed record PartKey
{
    /// <summary>The version of the manifest that this program writes, and the only one that it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the manifest.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>How many parts there are.</summary>
    public required int Parts { get; init; }

    /// <summary>The clip's file.</summary>
    public required PartInput Input { get; init; }

    /// <summary>Everything that decides what the frames look like, by name.</summary>
    public required SortedDictionary<string, string> Options { get; init; }

    /// <summary>How the parts are joined to the output.</summary>
    public required PartJoining Joining { get; init; }
}
