using System.Security.Cryptography;
using U2Video.Core.Errors;

namespace U2Video.Pipeline.Mattes;

/// <summary>Tells inputs apart by their content.</summary>
internal static class InputHash
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The SHA-256 of an input's file, hexadecimal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
