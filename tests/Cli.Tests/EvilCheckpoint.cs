using System.IO.Compression;
using System.Text;

namespace U2Video.Cli.Tests;

/// <summary>A checkpoint whose pickle calls <c>os.system</c> when Python's own unpickler reads it.</summary>
internal static class EvilCheckpoint
{
    public static void Write(string path, string command)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var pickle = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
        var text = Encoding.UTF8.GetBytes(command);
        pickle.Write([0x80, 2]); // protocol 2
        pickle.Write("cposix\nsystem\n"u8); // the function
        pickle.Write([(byte)'X', .. BitConverter.GetBytes(text.Length), .. text]); // its argument
        pickle.Write([0x85, (byte)'R', (byte)'.']); // a tuple of one, call, stop
    }
}
