using System.Runtime.InteropServices;
using U2Video.Core.Errors;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>Looks at what is to be read before anything opens it: a pipe without a writer would be waited for without end.</summary>
internal static partial class InputFile
{
    // From statx(2): paths are relative to the working folder; the type is a part of the mode, which stands at byte 28.
    private const int WorkingFolder = -100;
    private const uint TypeOnly = 1;
    private const int StructureBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Pipe = 0x1000;

    /// <summary>Checks that a path is a file that can be read.</summary>
    /// <exception cref="InputException">It is missing, a folder, a pipe, a device, or not readable.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException(
                Directory.Exists(path) ? $"{path}: is a folder; give a video, a GIF or a picture."
                : MediaAddress.IsLike(path) ? $"{path}: is an address, and none is opened unless it is allowed: --allow-url."
                : $"{path}: no such file.");
        }

        switch (TypeOf(path))
        {
            case Regular or null:
                break;
            case Pipe:
                throw new InputException($"{path}: is a pipe, and a file has to be read more than once; give - as the input and redirect: < {path}");
            default:
                throw new InputException($"{path}: is a device and no file; give a video, a GIF or a picture.");
        }

        try
        {
            File.OpenHandle(path).Dispose();
        }
        catch (FileNotFoundException error)
        {
            throw new InputException($"{path}: no such file; it is a link to nothing.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    // Null where the system cannot say: what follows then says it in its own way.
    private static int? TypeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var structure = new byte[StructureBytes];
            return GetStatus(WorkingFolder, path, 0, TypeOnly, structure) == 0 ? BitConverter.ToUInt16(structure, ModeOffset) & TypeMask : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, byte[] structure);
}
