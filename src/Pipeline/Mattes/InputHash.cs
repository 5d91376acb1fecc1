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
    public static async Task<string> OfAsync(string path, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await DigestAsync(path, cancellation).ConfigureAwait(false));

    /// <summary>The SHA-256 of the SHA-256s of files in order, hexadecimal. Their names do not count.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">One cannot be read.</exception>
    public static async Task<string> OfAllAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            all.AppendData(await DigestAsync(path, cancellation).ConfigureAwait(false));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static async Task<byte[]> DigestAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            return await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }
}
