namespace U2Video.Pipeline.Media;

/// <summary>What a clip says of when, where and on which reel it was recorded: what editors find the original by.</summary>
internal sealed record MediaTags
{
    /// <summary>None.</summary>
    public static MediaTags None { get; } = new();

    /// <summary>The first frame's timecode, as it stands there; null for none.</summary>
    public string? Timecode { get; init; }

    /// <summary>The reel or card; null for none.</summary>
    public string? Reel { get; init; }

    /// <summary>When it was recorded, in ISO 8601; null where that is not known.</summary>
    public string? Created { get; init; }

    /// <summary>Where, in ISO 6709; null where that is not known.</summary>
    public string? Location { get; init; }

    /// <summary>Whether there are further tags by QuickTime's long names, which cameras and telephones write.</summary>
    public bool HasLongNames { get; init; }
}
