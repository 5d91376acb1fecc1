using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace U2Video.Core.Models.Registry;

/// <summary>The checksum that the models are published with.</summary>
internal static class Md5Checksum
{
    /// <summary>Reads a stream from its beginning to its end.</summary>
    /// <returns>Hexadecimal digits, lower case.</returns>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what rembg publishes; it is used for integrity, not for authenticity.")]
    public static async Task<string> ComputeAsync(Stream stream, CancellationToken cancellation)
    {
        stream.Position = 0;
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc cref="ComputeAsync"/>
    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what rembg publishes; it is used for integrity, not for authenticity.")]
    public static string Compute(Stream stream)
    {
        stream.Position = 0;
        return Convert.ToHexStringLower(MD5.HashData(stream));
    }

    /// <summary>Whether two checksums are the same.</summary>
    public static bool Equal(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
