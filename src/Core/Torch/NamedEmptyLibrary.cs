using System.Text;

namespace U2Video.Core.Torch;

/// <summary>Makes an ELF library for x86-64 that has a name and nothing else.</summary>
internal static class NamedEmptyLibrary
{
    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const int StackFlags = 0x6474e551;
    private const int ReadAndWrite = 6;

    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int SymbolSize = 24;
    private const int SegmentCount = 3;
    private const int DynamicEntries = 7;
    private const int DynamicSize = DynamicEntries * 16;
    private const int DynamicOffset = HeaderSize + (SegmentCount * SegmentSize);
    private const int SymbolsOffset = DynamicOffset + DynamicSize;
    private const int HashOffset = SymbolsOffset + SymbolSize;
    private const int StringsOffset = HashOffset + (4 * sizeof(int));

    /// <summary>The file's bytes.</summary>
    /// <param name="name">The name (DT_SONAME) by which other libraries, and dlopen, find it once it is loaded.</param>
    public static byte[] Make(string name)
    {
        var strings = Encoding.UTF8.GetBytes($"\0{name}\0");
        var size = StringsOffset + strings.Length;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);

        // ELF, 64 bits, little-endian, version 1; a shared object for x86-64 without entry point; segments after the header, no sections.
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Shorts(3, 62, 1, 0);
        Longs(0, HeaderSize, 0);
        Shorts(0, 0, HeaderSize, SegmentSize, SegmentCount, 0, 0, 0);

        // Everything is writable, because the dynamic linker fills in addresses; the stack is not executable.
        Segment(LoadSegment, 0, size, alignment: 0x1000);
        Segment(DynamicSegment, DynamicOffset, DynamicSize, alignment: 8);
        Segment(StackFlags, 0, 0, alignment: 16);

        // DT_SONAME, DT_STRTAB, DT_STRSZ, DT_SYMTAB, DT_SYMENT, DT_HASH, DT_NULL
        Longs(14, 1, 5, StringsOffset, 10, strings.Length, 6, SymbolsOffset, 11, SymbolSize, 4, HashOffset, 0, 0);

        // The null symbol with which every table begins, and a hash table of one empty bucket.
        writer.Write(new byte[SymbolSize]);
        writer.Write([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write(strings);
        return bytes.ToArray();

        void Segment(int type, long offset, long length, long alignment)
        {
            writer.Write(type);
            writer.Write(ReadAndWrite);
            Longs(offset, offset, offset, length, length, alignment);
        }

        void Longs(params ReadOnlySpan<long> values)
        {
            foreach (var value in values)
            {
                writer.Write(value);
            }
        }

        void Shorts(params ReadOnlySpan<short> values)
        {
            foreach (var value in values)
            {
                writer.Write(value);
            }
        }
    }
}
