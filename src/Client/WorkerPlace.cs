using System.Globalization;

namespace U2Video.Client;

/// <summary>Where the worker's socket is, and which program is the worker.</summary>
internal static unsafe class WorkerPlace
{
    /// <summary>The version of the protocol; it is in the socket's name, so that programs of different versions do not meet.</summary>
    public const int Version = 1;

    /// <summary>The environment variable that holds another path of the socket.</summary>
    public const string SocketVariable = "U2VIDEO_WORKER_SOCKET";

    /// <summary>The environment variable that holds the program's path.</summary>
    public const string ProgramVariable = "U2VIDEO_PROGRAM";

    private const string ProgramName = "u2video";
    private const int WorkingFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8; // STATX_TYPE, STATX_MODE, STATX_UID
    private const int StructureBytes = 256;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int FolderOfOwnerOnly = 0x4000 | 0x1C0; // S_IFDIR, rwx------
    private const uint OwnerOnly = 0x1C0;

    /// <summary>The socket's path: that of the variable, or in a folder of this user only, which is made.</summary>
    /// <exception cref="WorkerException">The folder is not this user's, or open to others.</exception>
    public static string FindSocket()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime)
            ? Path.Combine(runtime, "u2video")
            : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"u2video-{LinuxCalls.GetUser()}"));
        MakePrivate(folder);
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"worker-{Version}.sock"));
    }

    /// <summary>The program: that of the variable, else the one in a folder, else the one on the path of programs.</summary>
    /// <param name="folder">The folder; null for none.</param>
    public static string FindProgram(string? folder)
    {
        if (Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } given)
        {
            return given;
        }

        var beside = folder is null ? null : Path.Combine(folder, ProgramName);
        return File.Exists(beside) ? beside : ProgramName;
    }

    /// <summary>Makes a folder that only this user can use, or checks that it is such a one.</summary>
    /// <exception cref="WorkerException">It is not.</exception>
    internal static void MakePrivate(string folder)
    {
        LinuxCalls.MakeFolder(folder, OwnerOnly);
        var status = stackalloc byte[StructureBytes];
        if (LinuxCalls.GetStatus(WorkingFolder, folder, NoFollow, TypeModeAndOwner, status) != 0
            || *(ushort*)(status + ModeOffset) != FolderOfOwnerOnly
            || *(uint*)(status + OwnerOffset) != LinuxCalls.GetUser())
        {
            throw new WorkerException(
                $"{folder}: has to be a folder of this user, closed to others (mode 700). Delete it, or set {SocketVariable}.");
        }
    }
}
