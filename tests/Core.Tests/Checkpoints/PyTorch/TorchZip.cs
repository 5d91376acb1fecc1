using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Packs a pickle and storages as torch.save does.</summary>
internal static class TorchZip
{
    public static byte[] Pack(byte[] pickle, params (string Key, byte[] Data)[] storages) =>
        Zip(
            CompressionLevel.NoCompression,
            [("archive/data.pkl", pickle), .. storages.Select(storage => ($"archive/data/{storage.Key}", storage.Data))]);

    public static byte[] Zip(CompressionLevel compression, params (string Name, byte[] Data)[] entries)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                using var entry = archive.CreateEntry(name, compression).Open();
                entry.Write(data);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
