using System.Security.Cryptography;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Core.Models;

/// <summary>Facts about a weights file.</summary>
internal sealed record ModelInspection
{
    /// <summary>The path that was read.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of file.</summary>
    public required string Format { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The file's SHA-256, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file's MD5, hexadecimal; published models are listed with it.</summary>
    public required string Md5 { get; init; }

    /// <summary>The number of tensors in the file.</summary>
    public required int Tensors { get; init; }

    /// <summary>The element types of its tensors, as torch names them.</summary>
    public required IReadOnlyList<string> ElementTypes { get; init; }

    /// <summary>The number of trained parameters of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>The network, its input and its output.</summary>
    public required ModelDescription Description { get; init; }

    /// <summary>The text entries of the file.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>
    /// Makes a file's text safe for a terminal: one line, with '?' for everything that is neither a letter nor a printable sign.
    /// </summary>
    public static string Printable(string text) => UntrustedText.OneLine(text);

    /// <summary>Reads the whole file and collects these facts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values to use instead of the file's own.</param>
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
