namespace U2Video.Core.Models.Registry;

/// <summary>A weights file that somebody publishes and that can be pulled by its name.</summary>
public sealed record PublishedModel
{
    /// <summary>What users call it.</summary>
    public required string Name { get; init; }

    /// <summary>The file's name beneath the base address and in the cache.</summary>
    public required string FileName { get; init; }

    /// <summary>
    /// The MD5 of the file in hexadecimal digits. It is the checksum that the publisher gives: it proves that the file came whole and
    /// is the one that is meant, not who made it; that it came from the publisher is HTTPS's part.
    /// </summary>
    public required string Md5 { get; init; }

    /// <summary>A download above this many bytes is given up.</summary>
    public required long MaximumBytes { get; init; }

    /// <summary>The size of the network: <c>full</c> or <c>lite</c>.</summary>
    public required string Variant { get; init; }

    /// <summary>The size of the file in words, about: <c>176 MB</c>.</summary>
    public required string Size { get; init; }

    /// <summary>The licence of the weights.</summary>
    public required string License { get; init; }

    /// <summary>What it is good for, in one line.</summary>
    public required string About { get; init; }
}
