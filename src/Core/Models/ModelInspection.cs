using System.Security.Cryptography;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Core.Models;

/// <summary>What can be said of a weights file without using it.</summary>
public sealed record ModelInspection
{
    /// <summary>The path that was read.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of file.</summary>
    public required string Format { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The file's SHA-256, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file's MD5, hexadecimal: what published models are listed with.</summary>
    public required string Md5 { get; init; }

    /// <summary>How many tensors the file holds.</summary>
    public required int Tensors { get; init; }

    /// <summary>The element types of its tensors, as torch names them.</summary>
    public required IReadOnlyList<string> ElementTypes { get; init; }

    /// <summary>How many numbers of the network are trained.</summary>
    public required long Parameters { get; init; }

    /// <summary>What the network is, and how it is fed and read.</summary>
    public required ModelDescription Description { get; init; }

    /// <summary>The text entries that stand in the file.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Text of a file in one line that cannot paint a terminal: what is neither letter nor sign is shown as '?'.</summary>
    public static string Printable(string text) => UntrustedText.OneLine(text);

    /// <summary>Reads a file as far as it takes to know all of this, which is all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">What to take in the place of what it says of itself.</param>
    /// <exception cref="ModelException">The file cannot be used as a model.</exception>
    public static ModelInspection Read(string path, ModelOverrides? overrides = null) =>
        CheckpointFile.Open(path, stream => Read(stream, path, overrides));

    private static ModelInspection Read(Stream stream, string path, ModelOverrides? overrides)
    {
        using var checkpoint = CheckpointReader.Read(stream, path);
        using var model = U2NetModel.FromCheckpoint(checkpoint, overrides);
        stream.Position = 0;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new ModelInspection
        {
            Path = path,
            Format = checkpoint.Format,
            Bytes = stream.Length,
            Sha256 = sha256,
            Md5 = Md5Checksum.Compute(stream),
            Tensors = checkpoint.StoredTypes.Count,
            ElementTypes = [.. checkpoint.StoredTypes.Select(type => type.ToString().ToLowerInvariant()).Distinct().Order()],
            Parameters = model.Network.parameters().Sum(parameter => parameter.numel()),
            Description = model.Description,
            Metadata = checkpoint.Metadata,
        };
    }
}
