using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Mattes;

/// <summary>Reads the masks of a matte file in any order: the network's own, before smoothing, at the network's size.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public sealed class MatteReader : IDisposable
{
    private readonly MatteStorage _storage;
    private readonly MatteEntry[] _entries;

    private MatteReader(MatteStorage storage)
    {
        _storage = storage;
        _entries = [.. storage.Entries.OrderBy(entry => entry.Timestamp)];
        FrameSize = MatteTags.FrameSize(storage.Header.Tags)
            ?? throw new InputException($"{storage.Name}: is not a matte file of this program; give another.");
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

    /// <summary>When the frame of a mask is shown, after the clip's beginning.</summary>
    /// <param name="index">The mask's number by time, 0 to <see cref="Count"/> − 1.</param>
    public TimeSpan TimeOf(int index) => TimeSpan.FromTicks(
        _storage.Header.TimeBase.Rescale(_entries[index].Timestamp, new Media.Rational(1, TimeSpan.TicksPerSecond)));

    /// <summary>The mask whose frame is nearest to a time: programs round times each in its own way.</summary>
    /// <param name="time">The time after the clip's beginning.</param>
    /// <returns>The mask's number; null where there is no mask.</returns>
    public int? NearestTo(TimeSpan time)
    {
        if (_entries.Length == 0)
        {
            return null;
        }

        var wanted = _storage.Header.TimeBase.Ticks(time);
        var after = Array.BinarySearch(_entries, new MatteEntry(wanted, 0), Comparer<MatteEntry>.Create(
            (one, other) => one.Timestamp.CompareTo(other.Timestamp)));
        after = Math.Min(after < 0 ? ~after : after, _entries.Length - 1);
        return after > 0 && wanted - _entries[after - 1].Timestamp <= Math.Abs(_entries[after].Timestamp - wanted) ? after - 1 : after;
    }

    /// <summary>Reads a mask.</summary>
    /// <param name="index">Its number by time, 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The mask; the caller owns it.</returns>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public Mask Read(int index) => _storage.ReadMask(_storage.Find(_entries[index]));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _storage.Dispose();
}
