using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Pipeline.Mattes;

/// <summary>Reads the masks of a matte file in any order: the network's own, before smoothing, at the network's size.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public sealed class MatteReader : IDisposable
{
    // Programs round times, each in its own way, by half a millisecond at most.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(2);

    private readonly MatteStorage _storage;
    private readonly MatteEntry[] _entries;

    private MatteReader(MatteStorage storage)
    {
        _storage = storage;
        _entries = [.. storage.Entries.OrderBy(entry => entry.Timestamp)];
        FrameSize = MatteTags.FrameSize(storage.Header.Tags)
            ?? throw NoMatte();
    }

    /// <summary>Opens a matte file and reads where its masks lie.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, is not a matte, or is damaged.</exception>
    public static MatteReader Open(string path)
    {
        var storage = MatteStorage.Open(path);
        try
        {
            return new MatteReader(storage);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>The number of masks.</summary>
    public int Count => _entries.Length;

    /// <summary>Width and height of the masks, in values.</summary>
    public (int Width, int Height) MaskSize => (_storage.Header.Width, _storage.Header.Height);

    /// <summary>Width and height of the frames that the masks are of, in pixels.</summary>
    public (int Width, int Height) FrameSize { get; }

    /// <summary>What has to be known of the network that made the masks. They have one size, whatever the frames'.</summary>
    /// <exception cref="InputException">The file does not say it.</exception>
    internal PredictorFacts Facts => MatteTags.Facts(_storage.Header.Tags, InputSizing.Exactly(MaskSize.Width, MaskSize.Height))
        ?? throw NoMatte();

    /// <summary>How each mask was normalized by itself.</summary>
    internal OutputNormalization PerFrame => MatteTags.PerFrame(_storage.Header.Tags);

    /// <summary>When the frame of a mask is shown, after the clip's beginning.</summary>
    /// <param name="index">The mask's number by time, 0 to <see cref="Count"/> − 1.</param>
    public TimeSpan TimeOf(int index) => TimeSpan.FromTicks(
        _storage.Header.TimeBase.Rescale(_entries[index].Timestamp, new Media.Rational(1, TimeSpan.TicksPerSecond)));

    /// <summary>The mask of the frame that a player shows at a time: the last one that began, give or take 2 ms of rounding.</summary>
    /// <param name="time">The time after the clip's beginning.</param>
    /// <returns>The mask's number; null where the file's first frame comes later.</returns>
    public int? ShownAt(TimeSpan time)
    {
        var (later, all) = (0, _entries.Length);
        while (later < all)
        {
            var middle = (later + all) / 2;
            (later, all) = TimeOf(middle) <= time + Rounding ? (middle + 1, all) : (later, middle);
        }

        return later > 0 ? later - 1 : null;
    }

    /// <summary>Reads a mask.</summary>
    /// <param name="index">Its number by time, 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The mask; the caller owns it.</returns>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public Mask Read(int index) => _storage.ReadMask(_storage.Find(_entries[index]));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _storage.Dispose();

    private InputException NoMatte() => new($"{_storage.Name}: is not a matte file of this program; give another.");
}
