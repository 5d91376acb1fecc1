using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// What stands beside a stored part: what it was made of, and what it holds. It is written last, so a part with a manifest is whole.
/// </summary>
/// <param name="Key">What all parts of an output have in common.</param>
/// <param name="Part">The part's number, from 1.</param>
/// <param name="Content">What the part holds.</param>
internal sealed record PartManifest(PartKey Key, int Part, PartContent Content)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a manifest; null where the text is not one of this version.</summary>
    public static PartManifest? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PartManifest>(json, Json) is { Key: not null, Content: not null } manifest
                && manifest.Key.Format == PartKey.CurrentFormat
                    ? manifest
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether two keys are those of the same output, made in the same way.</summary>
    public static bool AreAlike(PartKey one, PartKey other) => Text(one) == Text(other);

    /// <summary>A short text that differs between keys that are not alike.</summary>
    public static string Mark(PartKey key) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text(key))))[..12];

    // The input may lie elsewhere on another machine.
    private static string Text(PartKey key) => JsonSerializer.Serialize(key with { Input = key.Input with { Path = "" } }, Json);
}
