using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Safetensors;

/// <summary>
/// Reads safetensors: eight bytes with the header's length, a JSON header with each tensor's type, shape and place, then the
/// data. Nothing in it can run, and every length is checked against the file before memory is taken.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const int MaximumHeaderBytes = 16 << 20;
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, or holds element types other than the supported ones.</exception>
    public static Checkpoint Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    /// <summary>Reads a seekable stream; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ModelException">As for <see cref="Read(string)"/>.</exception>
    public static Checkpoint Read(Stream stream, string source)
    {
        var (header, dataStart) = ReadHeader(stream, source);
        var tensors = new Dictionary<string, torch.Tensor>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using (header)
            {
                var entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != MetadataKey)
                    .Select(entry => ReadEntry(entry, source)).OrderBy(entry => entry.Begin).ToList();
                CheckThatDataIsCoveredOnce(entries, stream.Length - dataStart, source);
                foreach (var entry in entries)
                {
                    if (!tensors.TryAdd(entry.Name, ReadTensor(stream, dataStart, entry)))
                    {
                        throw Damaged(source, $"it names '{entry.Name}' twice");
                    }
                }

                if (header.RootElement.TryGetProperty(MetadataKey, out var described))
                {
                    foreach (var entry in described.EnumerateObject())
                    {
                        metadata[entry.Name] = entry.Value.GetString() ?? "";
                    }
                }
            }

            return new Checkpoint(source, tensors, metadata) { Format = "safetensors" };
        }
        catch (Exception error)
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            // The JSON reader reports a value of the wrong kind by these.
            if (error is InvalidOperationException or FormatException or KeyNotFoundException or EndOfStreamException)
            {
                throw Damaged(source, error.Message);
            }

            throw;
        }
    }

    /// <summary>Whether a file that begins with <paramref name="head"/> (at least nine bytes) can be safetensors.</summary>
    internal static bool Matches(ReadOnlySpan<byte> head) =>
        head.Length > LengthBytes
        && BinaryPrimitives.ReadUInt64LittleEndian(head) <= MaximumHeaderBytes
        && head[LengthBytes] == (byte)'{';

    private static (JsonDocument Header, long DataStart) ReadHeader(Stream stream, string source)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(lengthBytes, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw Damaged(source, "it ends before the header");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaximumHeaderBytes || (long)length > stream.Length - LengthBytes)
        {
            throw Damaged(source, $"its header claims {length} bytes");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        try
        {
            var header = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            return header.RootElement.ValueKind == JsonValueKind.Object
                ? (header, LengthBytes + (long)length)
                : throw Damaged(source, "its header is no JSON object");
        }
        catch (JsonException error)
        {
            throw Damaged(source, $"its header is no JSON ({error.Message})");
        }
    }

    private static Entry ReadEntry(JsonProperty property, string source)
    {
        var type = property.Value.GetProperty("dtype").GetString();
        var (element, size) = type switch
        {
            "F16" => (torch.ScalarType.Float16, 2),
            "BF16" => (torch.ScalarType.BFloat16, 2),
            "F32" => (torch.ScalarType.Float32, 4),
            "F64" => (torch.ScalarType.Float64, 8),
            "I64" => (torch.ScalarType.Int64, 8),
            _ => throw Damaged(source, $"tensor '{property.Name}' has the element type '{type}', which no U²-Net has"),
        };

        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
        var place = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var bytes = (Int128)size;
        foreach (var side in shape)
        {
            // Saturates: eight factors of 2^63 would overflow even 128 bits.
            bytes = side < 0 || bytes > long.MaxValue ? Int128.MaxValue >> 64 : bytes * side;
        }

        return place.Length == 2 && place[0] >= 0 && place[1] >= place[0] && bytes == place[1] - place[0]
            ? new Entry(property.Name, element, shape, place[0], place[1])
            : throw Damaged(source, $"the shape and the place of '{property.Name}' disagree");
    }

    private static void CheckThatDataIsCoveredOnce(IEnumerable<Entry> entries, long dataLength, string source)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position || entry.End > dataLength)
            {
                throw Damaged(source, $"'{entry.Name}' overlaps, leaves a gap, or lies beyond the end of the file");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw Damaged(source, $"{dataLength - position} bytes belong to no tensor");
        }
    }

    private static torch.Tensor ReadTensor(Stream stream, long dataStart, Entry entry)
    {
        var tensor = torch.empty(entry.Shape, entry.Type);
        try
        {
            stream.Position = dataStart + entry.Begin;
            stream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static ModelException Damaged(string source, string what) =>
        new($"{source}: is no safetensors file that can be used: {what}. Fetch or make it again.");

    private sealed record Entry(string Name, torch.ScalarType Type, long[] Shape, long Begin, long End);
}
