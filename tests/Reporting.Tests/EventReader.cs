using System.Buffers.Binary;
using Tensorboard;

namespace U2Video.Reporting.Tests;

/// <summary>Reads TensorBoard's files with checksums worked out bit by bit, apart from those that write them.</summary>
internal static class EventReader
{
    public static IReadOnlyList<Event> Read(string path)
    {
        // The writer may have it open still.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        var events = new List<Event>();
        for (var place = 0; place < bytes.Length;)
        {
            var head = bytes.AsSpan(place, 8);
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(head);
            Assert.Equal(Checksum(head), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place + 8, 4)));
            var data = bytes.AsSpan(place + 12, length);
            Assert.Equal(Checksum(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place + 12 + length, 4)));
            events.Add(Event.Parser.ParseFrom(data.ToArray()));
            place += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C, masked.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        const uint polynomial = 0x82f63b78;
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ polynomial : crc >> 1;
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
