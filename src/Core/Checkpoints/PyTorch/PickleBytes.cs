using System.Buffers.Binary;
using System.Text;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// The bytes of pickles, from a seekable stream's position on. Every length is checked against the remaining bytes before
/// memory is allocated. This reads ahead: after the pickles, <see cref="Position"/> tells where they end.
/// </summary>
/// <param name="stream">Where the pickles are.</param>
/// <param name="fileLength">The length of the file that they come from, in which they may be compressed.</param>
/// <param name="faults">Makes the errors.</param>
internal sealed class PickleBytes(Stream stream, long fileLength, PyTorchFaults faults)
{
    /// <summary>The pickle of a U²-Net takes 0.1 MB; a training checkpoint also has its optimizer's.</summary>
    public const int MaximumLength = 16 << 20;

    /// <summary>How much a pickle of a small file may be compressed; torch.save does not compress it.</summary>
    public const int FreeLength = 4 << 20;

    private readonly long _start = stream.Position;
    private readonly long _end = stream.Length;
    private byte[] _buffer = new byte[4096];
    private int _from;
    private int _to;
    private long _taken;

    /// <summary>Where in the stream the next byte stands.</summary>
    public long Position => _start + _taken;

    /// <summary>The length of the file that the pickles come from.</summary>
    public long FileLength => fileLength;

    public byte NextByte() => Next(sizeof(byte))[0];

    public ushort NextUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(sizeof(ushort)));

    public int NextInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(sizeof(int)));

    public uint NextUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(sizeof(uint)));

    public ulong NextUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(sizeof(ulong)));

    /// <summary>A double. It is the only number that pickle writes with the highest byte first.</summary>
    public double NextDouble() => BinaryPrimitives.ReadDoubleBigEndian(Next(sizeof(double)));

    public string NextText(ulong length) => Encoding.UTF8.GetString(Next(length));

    /// <summary>The text up to the next line feed, which is consumed but not returned.</summary>
    public string NextLine()
    {
        var searched = 0;
        int found;
        while ((found = _buffer.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _to - _from;
            Require((ulong)searched + 1);
        }

        var line = NextText((ulong)(searched + found));
        Next(sizeof(byte));
        return line;
    }

    /// <summary>The next bytes, valid until more are taken.</summary>
    public ReadOnlySpan<byte> Next(ulong length)
    {
        Require(length);
        var next = _buffer.AsSpan(_from, (int)length);
        _from += next.Length;
        _taken += next.Length;
        return next;
    }

    private void Require(ulong length)
    {
        if (length > (ulong)(_end - Position))
        {
            throw CutShort();
        }

        if (length > (ulong)(MaximumLength - _taken))
        {
            throw faults.Damaged($"its pickle has more than {MaximumLength} bytes");
        }

        var missing = (int)length - (_to - _from);
        if (missing > 0)
        {
            Fill((int)length, missing);
        }
    }

    private void Fill(int length, int missing)
    {
        var kept = _buffer.AsSpan(_from, _to - _from);
        var buffer = length <= _buffer.Length ? _buffer : new byte[Math.Max(length, 2 * _buffer.Length)];
        kept.CopyTo(buffer);
        (_buffer, _from, _to) = (buffer, 0, kept.Length);
        var read = stream.ReadAtLeast(_buffer.AsSpan(_to), missing, throwOnEndOfStream: false);
        if (read < missing)
        {
            throw CutShort();
        }

        _to += read;
    }

    private ModelException CutShort() => faults.Damaged("its pickle is cut short");
}
