namespace U2Video.Pipeline.Media;

/// <summary>When, where and on which reel a clip was recorded, by which editors find the original.</summary>
internal sealed record MediaTags
{
    /// <summary>No tags.</summary>
    public static MediaTags None { get; } = new();

    /// <summary>The first frame's timecode as the clip writes it; null for none.</summary>
    public string? Timecode { get; init; }

    /// <summary>The reel or card; null for none.</summary>
    public string? Reel { get; init; }

    /// <summary>When it was recorded, in ISO 8601; null where that is not known.</summary>
    public string? Created { get; init; }

    /// <summary>Where it was recorded, in ISO 6709; null where that is not known.</summary>
    public string? Location { get; init; }

    /// <summary>Whether there are further tags by QuickTime's long names, which cameras and telephones write.</summary>
    public bool HasLongNames { get; init; }
}
