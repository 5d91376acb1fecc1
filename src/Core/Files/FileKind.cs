namespace U2Video.Core.Files;

/// <summary>What a path can refer to, with the numbers that Linux uses in a file's mode.</summary>
internal enum FileKind
{
    /// <summary>Something else.</summary>
    Unknown = 0,

    /// <summary>A named pipe.</summary>
    Pipe = 0x1000,

    /// <summary>A device of bytes: a terminal, <c>/dev/null</c>.</summary>
    ByteDevice = 0x2000,

    /// <summary>A folder.</summary>
    Folder = 0x4000,

    /// <summary>A disk.</summary>
    Disk = 0x6000,

    /// <summary>A file.</summary>
    Regular = 0x8000,

    /// <summary>A symbolic link.</summary>
    Link = 0xA000,

    /// <summary>A socket.</summary>
    Socket = 0xC000,
}
