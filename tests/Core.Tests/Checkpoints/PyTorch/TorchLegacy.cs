namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Lays out a file as torch.save did before it wrote zips.</summary>
internal static class TorchLegacy
{
    public static readonly byte[] Magic = new PickleBuilder()
        .Raw([0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]).Stop();

    public static readonly byte[] Version = new PickleBuilder().Integer(1001).Stop();

    public static readonly byte[] LittleEndian = Machine(littleEndian: true);

    public static byte[] Machine(bool littleEndian) =>
        new PickleBuilder().Op("}(").Text("protocol_version").Integer(1001)
            .Text("little_endian").Raw([(byte)(littleEndian ? 0x88 : 0x89)])
            .Text("type_sizes").Op('}').Text("int").Integer(4).Op("su").Stop();

    public static byte[] Pack(byte[] pickle, params (string Key, long Count, byte[] Data)[] storages) =>
        [.. Magic, .. Version, .. LittleEndian, .. pickle, .. Keys([.. storages.Select(storage => storage.Key)]), .. Data(storages)];

    public static byte[] Keys(params string[] keys)
    {
        var pickle = new PickleBuilder().Op("](");
        foreach (var key in keys)
        {
            pickle.Text(key);
        }

        return pickle.Op('e').Stop();
    }

    public static byte[] Data(params (string Key, long Count, byte[] Data)[] storages) =>
        [.. storages.SelectMany(storage => (byte[])[.. BitConverter.GetBytes(storage.Count), .. storage.Data])];
}
