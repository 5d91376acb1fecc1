using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Files;

namespace U2Video.Core.Checkpoints.Safetensors;

/// <summary>Writes safetensors, the format of our own checkpoints. It is read everywhere and cannot contain code.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes the tensors beside <paramref name="path"/> and renames, so that no half-written file bears that name.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Tensors by name; floating-point ones are stored as <paramref name="precision"/>.</param>
    /// <param name="metadata">Text entries for <c>__metadata__</c>.</param>
    /// <param name="precision"><c>Float32</c> or <c>Float16</c>.</param>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        torch.ScalarType precision = torch.ScalarType.Float32)
    {
        using var scope = torch.NewDisposeScope();
        var stored = tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, Value: StoredTensor.Convert(path, entry.Key, entry.Value, precision))).ToList();

        using var file = new ReplacedFile(path);
        using (var stream = File.Create(file.TemporaryPath))
        {
            WriteHeader(stream, stored, metadata);
            foreach (var (_, tensor) in stored)
            {
                stream.Write(tensor.bytes);
            }
        }

        file.Commit();
    }

    private static void WriteHeader(
        Stream stream, List<(string Key, torch.Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var bytes = tensor.numel() * tensor.ElementSize;
                json.WriteStartObject(name);
                json.WriteString("dtype", TypeName(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [offset, offset + bytes]);
                json.WriteEndObject();
                offset += bytes;
            }

            json.WriteEndObject();
        }

        // Spaces after the JSON let the data start on a multiple of eight bytes, as the format recommends.
        var padding = -header.WrittenCount & 7;
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static string TypeName(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float16 => "F16",
        torch.ScalarType.BFloat16 => "BF16",
        torch.ScalarType.Float32 => "F32",
        torch.ScalarType.Float64 => "F64",
        torch.ScalarType.Int64 => "I64",
        torch.ScalarType.Byte => "U8",
        _ => throw new ArgumentException($"safetensors: the element type {type} is not written."),
    };
}
