#nullable enable

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace U2Video.Build;

/// <summary>
/// Copies a packaged native library to <see cref="CuredFile"/>, less the demands that keep it from loading on a
/// Debian 12 or Ubuntu 22.04 server and that none of its code needs. A library without them is copied as it is.
/// </summary>
/// <remarks>Compiled by MSBuild against .NET Standard 2.0.</remarks>
public sealed class NativeLibraryCure : Task
{
    /// <summary>
    /// libLibTorchSharp.so asks for this version of libstdc++ (GCC 13) on account of one symbol alone,
    /// _ZSt21ios_base_library_initv. GCC 13's &lt;iostream&gt; merely names that symbol, to pull the initialiser in when
    /// linking statically: no relocation uses it, so the dynamic linker never looks it up. It does check the version,
    /// unless the version is marked weak; Debian 12 and Ubuntu 22.04 have GLIBCXX_3.4.30, which is all the rest needs.
    /// </summary>
    private static readonly (string File, string Version) NewStandardCppLibrary = ("libstdc++.so.6", "GLIBCXX_3.4.32");

    /// <summary>
    /// libOpenCvSharpExtern.so names these among the libraries to be loaded with it. It calls only GTK, GDK, GLib and Cairo
    /// (for highgui's windows) and libdrm (for videoio's hardware decoding); every such symbol is a function bound at its
    /// first call, for .NET opens libraries with RTLD_LAZY. Nothing here does either with OpenCV: a call that did would end the
    /// process with "symbol lookup error". (With LD_BIND_NOW=1 the packaged file does not load either: it lacks two functions
    /// of liblzma.)
    /// </summary>
    private static readonly HashSet<string> DesktopLibraries = new()
    {
        "libgtk-3.so.0", "libgdk-3.so.0", "libgdk_pixbuf-2.0.so.0", "libatk-1.0.so.0",
        "libpango-1.0.so.0", "libpangocairo-1.0.so.0", "libcairo.so.2", "libcairo-gobject.so.2",
        "libgio-2.0.so.0", "libgobject-2.0.so.0", "libglib-2.0.so.0",
        "libX11.so.6", "libdrm.so.2", "libfreetype.so.6", "libharfbuzz.so.0",
    };

    [Required]
    public string SourceFile { get; set; } = "";

    [Required]
    public string CuredFile { get; set; } = "";

    public override bool Execute()
    {
        // Renamed into place when finished: a build cut short leaves nothing that looks up to date, and a program that
        // has the former copy loaded, or a hard link to it in an output folder, is undisturbed.
        string unfinishedFile = $"{CuredFile}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(CuredFile)!);
        try
        {
            File.Copy(SourceFile, unfinishedFile);

            bool versionWeakened;
            int desktopLibrariesDropped;
            using (FileStream file = File.Open(unfinishedFile, FileMode.Open, FileAccess.ReadWrite))
            {
                var library = new ElfSharedLibrary(file);
                versionWeakened = library.WeakenVersion(NewStandardCppLibrary.File, NewStandardCppLibrary.Version);
                desktopLibrariesDropped = library.DropNeeded(DesktopLibraries);
            }

            // File.Copy keeps the package's time, by which the copy would seem older than this task's source.
            File.SetLastWriteTimeUtc(unfinishedFile, DateTime.UtcNow);
            File.Delete(CuredFile);
            File.Move(unfinishedFile, CuredFile);

            string version = versionWeakened ? $"{NewStandardCppLibrary.Version} made optional, " : "";
            Log.LogMessage(MessageImportance.Low, "{0}: {1}{2} desktop libraries dropped.", CuredFile, version, desktopLibrariesDropped);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Log.LogError("Cannot cure the native library {0}: {1}", SourceFile, e.Message);
        }
        finally
        {
            File.Delete(unfinishedFile);
        }

        return !Log.HasLoggedErrors;
    }
}

/// <summary>
/// A 64-bit little-endian ELF shared library, edited in place. It is read as the dynamic linker reads it, by program headers
/// and dynamic section, for section headers may have been stripped.
/// </summary>
internal sealed class ElfSharedLibrary
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;

    private const ulong EndOfDynamicSection = 0;
    private const ulong Needed = 1;
    private const ulong StringTable = 5;
    private const ulong StringTableSize = 10;
    private const ulong VersionsNeeded = 0x6ffffffe;

    private const ushort WeakVersionFlag = 2;

    private readonly BinaryReader _reader;
    private readonly BinaryWriter _writer;
    private readonly List<(uint Type, ulong Offset, ulong Address, ulong Size)> _segments = new();
    private readonly List<(ulong Tag, ulong Value)> _dynamicSection = new();
    private readonly ulong _dynamicSectionOffset;

    public ElfSharedLibrary(Stream file)
    {
        _reader = new BinaryReader(file);
        _writer = new BinaryWriter(file);

        const uint magic = 0x464c457f;
        const ushort littleEndian64Bit = 0x0102;
        if (_reader.ReadUInt32() != magic || _reader.ReadUInt16() != littleEndian64Bit)
        {
            throw new InvalidDataException("it is not a 64-bit little-endian ELF file.");
        }

        ulong programHeaders = Seek(32).ReadUInt64();
        ushort programHeaderSize = Seek(54).ReadUInt16();
        ushort programHeaderCount = _reader.ReadUInt16();
        for (ulong i = 0; i < programHeaderCount; i++)
        {
            ulong header = programHeaders + (i * programHeaderSize);
            uint type = Seek(header).ReadUInt32();
            ulong offset = Seek(header + 8).ReadUInt64();
            ulong address = _reader.ReadUInt64();
            ulong size = Seek(header + 32).ReadUInt64();
            _segments.Add((type, offset, address, size));
        }

        _dynamicSectionOffset = _segments.FirstOrDefault(segment => segment.Type == DynamicSegment).Offset;
        if (_dynamicSectionOffset == 0)
        {
            throw new InvalidDataException("it has no dynamic section.");
        }

        Seek(_dynamicSectionOffset);
        for (ulong tag = _reader.ReadUInt64(); tag != EndOfDynamicSection; tag = _reader.ReadUInt64())
        {
            _dynamicSection.Add((tag, _reader.ReadUInt64()));
        }
    }

    /// <summary>Has the dynamic linker accept a library that lacks a version. False if it was not asked for, or was weak.</summary>
    public bool WeakenVersion(string libraryName, string versionName)
    {
        // Each library has a list of versions; an entry of either list gives the distance to the next, 0 in the last.
        ulong libraryEntry = OffsetOf(DynamicValue(VersionsNeeded));
        for (uint nextLibrary = 1; nextLibrary != 0; libraryEntry += nextLibrary)
        {
            uint libraryNameIndex = Seek(libraryEntry + 4).ReadUInt32();
            ulong versionEntry = libraryEntry + _reader.ReadUInt32();
            nextLibrary = _reader.ReadUInt32();
            bool isWanted = StringAt(libraryNameIndex) == libraryName;
            for (uint nextVersion = 1; isWanted && nextVersion != 0; versionEntry += nextVersion)
            {
                ushort flags = Seek(versionEntry + 4).ReadUInt16();
                uint versionNameIndex = Seek(versionEntry + 8).ReadUInt32();
                nextVersion = _reader.ReadUInt32();
                if (StringAt(versionNameIndex) == versionName)
                {
                    Seek(versionEntry + 4);
                    _writer.Write((ushort)(flags | WeakVersionFlag));
                    return (flags & WeakVersionFlag) == 0;
                }
            }
        }

        return false;
    }

    /// <summary>Removes libraries from those to be loaded with this one, and returns how many there were.</summary>
    public int DropNeeded(ISet<string> libraryNames)
    {
        int dropped = _dynamicSection.RemoveAll(entry => entry.Tag == Needed && libraryNames.Contains(StringAt(entry.Value)));

        Seek(_dynamicSectionOffset);
        foreach ((ulong tag, ulong value) in _dynamicSection.Concat(Enumerable.Repeat((EndOfDynamicSection, 0UL), dropped)))
        {
            _writer.Write(tag);
            _writer.Write(value);
        }

        return dropped;
    }

    private BinaryReader Seek(ulong offset)
    {
        if (offset >= (ulong)_reader.BaseStream.Length)
        {
            throw new InvalidDataException($"it points beyond its end, to 0x{offset:x}.");
        }

        _reader.BaseStream.Position = (long)offset;
        return _reader;
    }

    private ulong DynamicValue(ulong wantedTag)
    {
        foreach ((ulong tag, ulong value) in _dynamicSection.Where(entry => entry.Tag == wantedTag))
        {
            return value;
        }

        throw new InvalidDataException($"its dynamic section lacks an entry of type 0x{wantedTag:x}.");
    }

    private ulong OffsetOf(ulong address)
    {
        foreach ((uint type, ulong offset, ulong start, ulong size) in _segments)
        {
            if (type == LoadSegment && address >= start && address - start < size)
            {
                return address - start + offset;
            }
        }

        throw new InvalidDataException($"none of its segments holds the address 0x{address:x}.");
    }

    private string StringAt(ulong index)
    {
        if (index >= DynamicValue(StringTableSize))
        {
            throw new InvalidDataException($"it points beyond its string table, to 0x{index:x}.");
        }

        Seek(OffsetOf(DynamicValue(StringTable)) + index);
        var text = new StringBuilder();
        for (byte next = _reader.ReadByte(); next != 0; next = _reader.ReadByte())
        {
            text.Append((char)next);
        }

        return text.ToString();
    }
}
