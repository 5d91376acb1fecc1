using System.Buffers.Binary;
using System.Text;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>A pickle's bytes, taken from the front. Every length is held against the bytes that are left.</summary>
internal sealed class PickleBytes(byte[] bytes, PyTorchFaults faults)
{
    private int _position;

    public byte NextByte() => Next(sizeof(byte))[0];

    public ushort NextUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(sizeof(ushort)));

    public int NextInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(sizeof(int)));

    public uint NextUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(sizeof(uint)));

    public ulong NextUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(sizeof(ulong)));

    /// <summary>A double, which pickle alone of its numbers writes with the highest byte first.</summary>
    public double NextDouble() => BinaryPrimitives.ReadDoubleBigEndian(Next(sizeof(double)));

    public string NextText(ulong length) => Encoding.UTF8.GetString(Next(length));

    /// <summary>The text up to the next line feed, which is taken but not returned.</summary>
    public string NextLine()
    {
        var length = bytes.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw CutShort();
        }

        var line = NextText((ulong)length);
        _position++;
        return line;
    }

    public ReadOnlySpan<byte> Next(ulong length)
    {
        if (length > (ulong)(bytes.Length - _position))
        {
            throw CutShort();
        }

        var next = bytes.AsSpan(_position, (int)length);
        _position += next.Length;
        return next;
    }

    private ModelException CutShort() => faults.Damaged("its pickle is cut short");
}
