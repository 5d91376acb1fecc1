using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using U2Video.Core.Errors;
using U2Video.Core.Inference;

namespace U2Video.Core.Checkpoints;

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

    /// <summary>Reads a file as far as it takes to know all of this, which is all of it.</summary>
    /// <exception cref="ModelException">The file cannot be used as a model.</exception>
    public static ModelInspection Read(string path)
    {
        using var checkpoint = CheckpointReader.Read(path);
        using var model = U2NetModel.FromCheckpoint(checkpoint);
        var (sha256, md5) = Checksums(path);
        return new ModelInspection
        {
            Path = path,
            Format = checkpoint.Format,
            Bytes = new FileInfo(path).Length,
            Sha256 = sha256,
            Md5 = md5,
            Tensors = checkpoint.Tensors.Count,
            ElementTypes = [.. checkpoint.Tensors.Values.Select(tensor => tensor.dtype.ToString().ToLowerInvariant()).Distinct().Order()],
            Parameters = model.Network.parameters().Sum(parameter => parameter.numel()),
            Description = model.Description,
            Metadata = checkpoint.Metadata,
        };
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what rembg publishes; it is shown to compare with that.")]
    private static (string Sha256, string Md5) Checksums(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            return (sha256, Convert.ToHexStringLower(MD5.HashData(stream)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
