using System.Text.Json;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// The text entries by which a PyTorch zip of ours says how its weights are to be used: a JSON object of strings in a record of its
/// own, which torch.load passes over.
/// </summary>
internal static class PyTorchDescription
{
    /// <summary>The record's name, after the zip's prefix.</summary>
    public const string EntryName = "u2net.json";

    public const int MaximumBytes = 1 << 16;

    public static byte[] Format(IReadOnlyDictionary<string, string> entries) => JsonSerializer.SerializeToUtf8Bytes(entries);

    /// <exception cref="Errors.ModelException">It is not a JSON object of strings.</exception>
    public static IReadOnlyDictionary<string, string> Parse(byte[] json, PyTorchFaults faults)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1, AllowDuplicateProperties = false });
            return document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw faults.Damaged($"its entry {UntrustedText.Quote(EntryName)} is not a JSON object of strings", error);
        }
    }
}
