using System.Text.Json;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// What every part has to know of its input, and what the whole file has to be read for. The first one that looks stores it among the
/// parts. Others that see the same file (by number, size and time of its last change) take it from there, because a thousand machines that
/// each read a whole film would wait for their storage most of the time.
/// </summary>
/// <param name="Sha256">The file's SHA-256.</param>
/// <param name="Index">The times of the frames that are wanted.</param>
internal sealed record InputLook(string Sha256, ClipIndex Index)
{
    /// <summary>The name of the file among the parts.</summary>
    public const string FileName = "input.json";

    private const int CurrentFormat = 1;

    /// <summary>Looks at an input, or takes what another look found.</summary>
    /// <param name="path">The input.</param>
    /// <param name="media">What is known of it.</param>
    /// <param name="range">Which of its frames are wanted.</param>
    /// <param name="folder">Where its parts are.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="U2VideoException">The input cannot be read, or the folder cannot be written to.</exception>
    public static async Task<InputLook> OfAsync(
        string path, MediaInfo media, ClipRange range, PartFolder folder, CancellationToken cancellation)
    {
        if (Find(path, folder) is { } known && known.Stream == media.Stream)
        {
            return new InputLook(known.Sha256, ClipIndex.Of(known.Times, media, range));
        }

        // Both read the whole file. At the same time, one of them reads what the other one brought into memory.
        var seen = FileState.Of(path);
        var hashing = InputHash.OfAsync(path, cancellation);
        var times = await ClipIndex.ReadTimesAsync(media, cancellation).ConfigureAwait(false);
        var found = new Stored(CurrentFormat, seen, media.Stream, await hashing.ConfigureAwait(false), times);
        var look = new InputLook(found.Sha256, ClipIndex.Of(times, media, range));
        Store(found, folder);
        return look;
    }

    /// <summary>The SHA-256 of an input, from an earlier look if there was one.</summary>
    /// <param name="path">The input.</param>
    /// <param name="folder">Where its parts are.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static async Task<string> HashAsync(string path, PartFolder folder, CancellationToken cancellation) =>
        Find(path, folder)?.Sha256 ?? await InputHash.OfAsync(path, cancellation).ConfigureAwait(false);

    private static Stored? Find(string path, PartFolder folder)
    {
        try
        {
            return File.Exists(folder.At(FileName))
                && JsonSerializer.Deserialize<Stored>(File.ReadAllText(folder.At(FileName))) is { Format: CurrentFormat } stored
                && stored.State is { Number: > 0 } && stored.State == FileState.Of(path)
                    ? stored
                    : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // It is only there to save time.
        }
    }

    private static void Store(Stored found, PartFolder folder)
    {
        folder.Create();
        var text = PartialName.Beside(folder.At(FileName));
        try
        {
            File.WriteAllText(text, JsonSerializer.Serialize(found));
            File.Move(text, folder.At(FileName), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(text);
            throw new U2VideoException($"{folder.Name}: cannot be written to ({error.Message}).", error);
        }
    }

    /// <summary>The look as it is stored.</summary>
    private sealed record Stored(int Format, FileState State, int Stream, string Sha256, List<double> Times);

    /// <summary>What machines that share a storage see alike of a file, and what copies of the file on other disks do not have.</summary>
    private sealed record FileState(ulong Number, long Bytes, long Changed)
    {
        public static FileState Of(string path)
        {
            var file = new FileInfo(OutputLink.Resolve(path));
            return file.Exists
                ? new FileState(FileStatus.Of(file.FullName)?.Identity.Number ?? 0, file.Length, file.LastWriteTimeUtc.Ticks)
                : new FileState(0, 0, 0);
        }
    }
}
