using System.Globalization;
using System.Text;
using CsCheck;

namespace U2Video.Core.Tests.Checkpoints.Fuzz;

internal enum MutationKind
{
    FlipBits,
    SetByte,
    SetNumber,
    SetDigits,
    Truncate,
    Insert,
    Remove,
    CopyOver,
    CopyInto,
}

/// <summary>One harm done to a file. Its numbers are drawn without knowledge of the file and fitted to it when it is done.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Anywhere">Whether also the tensors' elements may be hit.</param>
/// <param name="Place">Where.</param>
/// <param name="Source">From where a block is copied.</param>
/// <param name="Length">How long a block is, or how wide a number.</param>
/// <param name="Value">Bits, a byte, or the choice of a number.</param>
internal sealed record Mutation(MutationKind Kind, bool Anywhere, uint Place, uint Source, int Length, byte Value)
{
    /// <summary>Numbers at which lengths and counts break.</summary>
    private static readonly long[] Numbers =
    [
        0, 1, 2, 3, 7, 255, 256, 65535, 65536, 1 << 24, 1 << 28, 1 << 30, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, 1L << 40,
        long.MaxValue / 4, 1L << 62, long.MaxValue, long.MinValue, -1, -2, -8,
    ];

    private static readonly Gen<MutationKind> Kinds = Gen.Frequency(
        (5, Gen.Const(MutationKind.FlipBits)),
        (5, Gen.Const(MutationKind.SetByte)),
        (5, Gen.Const(MutationKind.SetNumber)),
        (5, Gen.Const(MutationKind.SetDigits)),
        (1, Gen.Const(MutationKind.Truncate)),
        (2, Gen.Const(MutationKind.Insert)),
        (2, Gen.Const(MutationKind.Remove)),
        (2, Gen.Const(MutationKind.CopyOver)),
        (2, Gen.Const(MutationKind.CopyInto)));

    private static readonly Gen<Mutation> One = Gen.Select(
        Kinds, Gen.Int[0, 4], Gen.UInt, Gen.UInt, Gen.Int[1, 64], Gen.Byte,
        (kind, where, place, source, length, value) => new Mutation(kind, where == 0, place, source, length, value));

    /// <summary>Mostly a single harm, for each further one hides what stands behind it; four in five of them to the structure.</summary>
    public static Gen<Mutation[]> Several { get; } = Gen.Frequency((3, One.Array[1]), (2, One.Array[2, 4]));

    /// <summary>The file after all that was done to it.</summary>
    public static byte[] Apply(FuzzSeed seed, IEnumerable<Mutation> mutations) =>
        mutations.Aggregate(seed.Bytes, (bytes, mutation) => mutation.Apply(bytes, seed.Structure));

    private byte[] Apply(byte[] bytes, IReadOnlyList<int> structure)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var place = At(Place, bytes, structure);
        var source = At(Source, bytes, structure);
        var block = bytes[source..Math.Min(source + Length, bytes.Length)];
        return Kind switch
        {
            MutationKind.FlipBits => Over(bytes, place, [(byte)(bytes[place] ^ Value)]),
            MutationKind.SetByte => Over(bytes, place, [Value]),
            MutationKind.SetNumber => Over(bytes, place, BitConverter.GetBytes(Number).AsSpan(0, 1 << (Length & 3))),
            MutationKind.SetDigits => WithDigits(bytes, place),
            MutationKind.Truncate => bytes[..place],
            MutationKind.Insert => [.. bytes[..place], .. Enumerable.Repeat(Value, Length), .. bytes[place..]],
            MutationKind.Remove => [.. bytes[..place], .. bytes[Math.Min(place + Length, bytes.Length)..]],
            MutationKind.CopyOver => Over(bytes, place, block),
            _ => [.. bytes[..place], .. block, .. bytes[place..]],
        };
    }

    private long Number => Numbers[Value % Numbers.Length];

    // Earlier harms may have moved the structure or cut it off.
    private int At(uint choice, byte[] bytes, IReadOnlyList<int> structure) =>
        Anywhere ? (int)(choice % bytes.Length) : Math.Min(structure[(int)(choice % structure.Count)], bytes.Length - 1);

    private static byte[] Over(byte[] bytes, int place, ReadOnlySpan<byte> block)
    {
        var changed = bytes.ToArray();
        block[..Math.Min(block.Length, bytes.Length - place)].CopyTo(changed.AsSpan(place));
        return changed;
    }

    /// <summary>Another number for the next one that is written in digits.</summary>
    private byte[] WithDigits(byte[] bytes, int place)
    {
        var start = place + Math.Max(0, bytes.AsSpan(place).IndexOfAnyInRange((byte)'0', (byte)'9'));
        var length = bytes.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = length < 0 ? bytes.Length : start + length;
        return [.. bytes[..start], .. Encoding.ASCII.GetBytes(Number.ToString(CultureInfo.InvariantCulture)), .. bytes[end..]];
    }
}
