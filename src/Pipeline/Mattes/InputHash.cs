using System.Security.Cryptography;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Mattes;

/// <summary>Tells inputs apart by their content.</summary>
internal static class InputHash
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The SHA-256 of an input's file, hexadecimal.</summary>
    /// <exception cref="UsageException">It is not a file.</exception>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static async Task<string> OfAsync(MediaSource input, CancellationToken cancellation)
    {
        if (input is not FileSource { Path: var path })
        {
            throw new UsageException($"{input.Name}: a matte belongs to a file; save the clip first.");
        }

        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
