using System.Runtime.InteropServices;

namespace U2Video.Core.Files;

/// <summary>What the system tells about a path without opening it.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Owner">The number of the user who owns it.</param>
internal readonly partial record struct FileStatus(FileKind Kind, uint Owner)
{
    // From statx(2): paths are relative to the working folder. Owner and mode are at these offsets; the type is a part of the mode.
    private const int WorkingFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeOwnerAndNumber = 0x1 | 0x8 | 0x100;
    private const int StructureBytes = 256;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;
    private const int TypeMask = 0xF000;

    /// <summary>What no other file of this machine has while this one is there: its device, and its number (inode) on it.</summary>
    public FileIdentity Identity { get; private init; }

    /// <summary>The user that this process runs as.</summary>
    public static uint Self => GetEffectiveUser();

    /// <summary>Asks the system.</summary>
    /// <param name="path">The name.</param>
    /// <param name="follow">Whether to follow a symbolic link.</param>
    /// <returns>Null if nothing is there, or the system cannot tell.</returns>
    public static FileStatus? Of(string path, bool follow = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var structure = new byte[StructureBytes];
            return GetStatus(WorkingFolder, path, follow ? 0 : NoFollow, TypeOwnerAndNumber, structure) == 0
                ? new FileStatus(
                    (FileKind)(BitConverter.ToUInt16(structure, ModeOffset) & TypeMask), BitConverter.ToUInt32(structure, OwnerOffset))
                {
                    Identity = new FileIdentity(
                        BitConverter.ToUInt64(structure, DeviceOffset), BitConverter.ToUInt64(structure, NumberOffset)),
                }
                : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, byte[] structure);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
