using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace U2Video.Reporting;

/// <summary>
/// A file of TensorBoard events. Each is framed as in TensorFlow's record files: length, its checksum, the event, its checksum.
/// </summary>
/// <remarks>
/// TorchSharp's own writer opens and closes the file for each value and keeps times in a float, whose seconds are 128 apart these
/// days; its event types serve here.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Starts a file of its own; TensorBoard reads all of a folder as one run.</summary>
    public EventFile(string folder)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var unique = Guid.NewGuid().ToString("N")[..8];
        var name = $"events.out.tfevents.{now}.{Environment.MachineName}.{Environment.ProcessId}.{unique}";
        _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Adds an event of this moment.</summary>
    public void Write(Event what)
    {
        what.WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        var data = what.ToByteArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        _stream.Write(length);
        WriteChecksum(length);
        _stream.Write(data);
        WriteChecksum(data);
    }

    /// <summary>Lets a TensorBoard that looks on see all so far.</summary>
    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    private void WriteChecksum(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, MaskedChecksum(data));
        _stream.Write(bytes);
    }

    // CRC-32C, rotated and shifted by a constant so that checksums of data that holds checksums stay good.
    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
