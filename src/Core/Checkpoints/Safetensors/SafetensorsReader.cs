using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Safetensors;

/// <summary>
/// Reads safetensors: eight bytes with the header's length, a JSON header with each tensor's type, shape and place, then the
/// data. The format has no code, and every length is checked against the file before memory is allocated.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;

    /// <summary>The header of a U²-Net takes 0.1 MB.</summary>
    private const int MaximumHeaderBytes = 4 << 20;

    private const int MaximumTensors = 1 << 16;

    /// <summary>Convolution weights have four dimensions.</summary>
    private const int MaximumRank = 16;

    private const string MetadataKey = "__metadata__";

    /// <summary>Reads a seekable stream; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ModelException">The file is damaged, or holds element types other than the supported ones.</exception>
    public static Checkpoint Read(Stream stream, string source)
    {
        var (header, dataStart) = ReadHeader(stream, source);
        var tensors = new Dictionary<string, torch.Tensor>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using (header)
            {
                if (header.RootElement.EnumerateObject().Count() > MaximumTensors)
                {
                    throw Damaged(source, $"it has more than {MaximumTensors} tensors");
                }

                var entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != MetadataKey)
                    .Select(entry => ReadEntry(entry, source)).OrderBy(entry => entry.Begin).ToList();
                CheckThatDataIsCoveredOnce(entries, stream.Length - dataStart, source);
                var budget = new MemoryBudget(stream.Length);
                foreach (var entry in entries)
                {
                    if (!budget.TryClaim(entry.End - entry.Begin, sizeof(byte)))
                    {
                        throw Damaged(source, $"its tensors take more than {budget.MaximumBytes >> 20} MiB, which no U²-Net does");
                    }

                    tensors.Add(entry.Name, ReadTensor(stream, dataStart, entry));
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

            // The JSON reader throws these for a value of the wrong kind.
            if (error is InvalidOperationException or FormatException or KeyNotFoundException or EndOfStreamException)
            {
                throw Damaged(source, error.Message.TrimEnd('.'), error);
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
            var header = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            return header.RootElement.ValueKind == JsonValueKind.Object
                ? (header, LengthBytes + (long)length)
                : throw Damaged(source, "its header is not a JSON object");
        }
        catch (JsonException error)
        {
            // The exception's own message quotes the file.
            throw Damaged(
                source, $"its header is not JSON, see line {error.LineNumber + 1} at byte {error.BytePositionInLine}", error);
        }
        catch (InvalidOperationException error)
        {
            throw Damaged(source, "its header has a name that is not Unicode text", error);
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
            "U8" => (torch.ScalarType.Byte, 1),
            _ => throw Damaged(
                source,
                $"tensor {UntrustedText.Quote(property.Name)} has the element type {UntrustedText.Quote(type ?? "null")}, "
                + "which no U²-Net has"),
        };

        var shape = Integers(property.Value.GetProperty("shape"));
        var place = Integers(property.Value.GetProperty("data_offsets"));
        return shape is not null && place is [>= 0, var end] && end >= place[0] && Bytes(shape, size) == end - place[0]
            ? new Entry(property.Name, element, shape, place[0], end)
            : throw Damaged(source, $"the shape and the place of {UntrustedText.Quote(property.Name)} disagree");
    }

    private static long[]? Integers(JsonElement array) =>
        array.GetArrayLength() <= MaximumRank ? [.. array.EnumerateArray().Select(item => item.GetInt64())] : null;

    /// <summary>The bytes of a tensor; null if the shape is invalid, or so large that torch's arithmetic would overflow.</summary>
    private static long? Bytes(long[] shape, int elementSize)
    {
        try
        {
            // Torch multiplies sizes without looking for overflow, so their product matters even when one of them is 0.
            var bytes = shape.Aggregate((long)elementSize, (product, side) => checked(product * Math.Max(side, 1)));
            return shape.Any(side => side < 0) ? null : shape.Contains(0) ? 0 : bytes;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void CheckThatDataIsCoveredOnce(IEnumerable<Entry> entries, long dataLength, string source)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position || entry.End > dataLength)
            {
                throw Damaged(source, $"{UntrustedText.Quote(entry.Name)} overlaps, leaves a gap, or lies beyond the end of the file");
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

    private static ModelException Damaged(string source, string what, Exception? cause = null) =>
        new($"{source}: is not a usable safetensors file: {what}. Fetch or make it again.", cause);

    private sealed record Entry(string Name, torch.ScalarType Type, long[] Shape, long Begin, long End);
}
