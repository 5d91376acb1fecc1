namespace U2Video.Core.Models.Registry;

/// <summary>A published weights file that can be pulled by its name.</summary>
public sealed record PublishedModel
{
    /// <summary>The name by which users choose it.</summary>
    public required string Name { get; init; }

    /// <summary>The file's name beneath the base address and in the cache.</summary>
    public required string FileName { get; init; }

    /// <summary>
    /// The MD5 of the file in hexadecimal digits. It is the publisher's checksum: it proves that the file is complete and
    /// is the expected one, but not who made it. HTTPS ensures that it came from the publisher.
    /// </summary>
    public required string Md5 { get; init; }

    /// <summary>A download of more bytes than this is aborted.</summary>
    public required long MaximumBytes { get; init; }

    /// <summary>The size of the network: <c>full</c> or <c>lite</c>.</summary>
    public required string Variant { get; init; }

    /// <summary>The approximate size of the file in words, such as <c>176 MB</c>.</summary>
    public required string Size { get; init; }

    /// <summary>The license of the weights.</summary>
    public required string License { get; init; }

    /// <summary>What the model is for, in one line.</summary>
    public required string About { get; init; }
}
