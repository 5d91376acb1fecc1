using System.Buffers.Binary;
using System.Text;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Writes pickles, instruction by instruction: those of torch.save, and those that nobody should load.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [];

    private readonly bool _legacy;

    /// <param name="protocol">The protocol that it claims.</param>
    /// <param name="legacy">Whether storages are described as in files that are no zips.</param>
    public PickleBuilder(byte protocol = 2, bool legacy = false)
    {
        _legacy = legacy;
        Raw([0x80, protocol]);
    }

    /// <summary>A state dict of one tensor, described as the arguments say, be it true or not.</summary>
    public static byte[] OneTensor(string type, long count, long offset, long[] size, long[] stride) =>
        new PickleBuilder().Op('}').Text("w").Tensor(type, "0", count, offset, size, stride).Op('s').Stop();

    public byte[] Stop() => Op('.')._bytes.ToArray();

    public PickleBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Instructions that have no operands, as pickletools spells them.</summary>
    public PickleBuilder Op(string codes) => Raw(Encoding.Latin1.GetBytes(codes));

    public PickleBuilder Op(char code) => Raw([(byte)code]);

    public PickleBuilder Global(string module, string name) => Raw(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    /// <summary>As protocol 4 writes a name.</summary>
    public PickleBuilder StackGlobal(string module, string name) => ShortText(module).ShortText(name).Raw([0x93]);

    public PickleBuilder ShortText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Raw([0x8c, (byte)bytes.Length]).Raw(bytes);
    }

    public PickleBuilder Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Op('X').Raw(length).Raw(bytes);
    }

    public PickleBuilder Integer(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw([0x8a, sizeof(long)]).Raw(bytes);
    }

    public PickleBuilder Double(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Op('G').Raw(bytes);
    }

    public PickleBuilder Integers(params long[] values)
    {
        Op('(');
        foreach (var value in values)
        {
            Integer(value);
        }

        return Op('t');
    }

    public PickleBuilder OrderedDict() => Global("collections", "OrderedDict").Op(")R");

    public PickleBuilder Storage(string type, string key, long count) =>
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cuda:0").Integer(count)
            .Op(_legacy ? "NtQ" : "tQ");

    /// <summary>The tuple of arguments that rebuild a tensor.</summary>
    public PickleBuilder TensorParts(string type, string key, long count, long offset, long[] size, long[] stride) =>
        Op('(').Storage(type, key, count).Integer(offset).Integers(size).Integers(stride).Raw([0x89]).OrderedDict().Op('t');

    public PickleBuilder Tensor(string type, string key, long count, long offset, long[] size, long[] stride) =>
        Global("torch._utils", "_rebuild_tensor_v2").TensorParts(type, key, count, offset, size, stride).Op('R');

    /// <summary>A whole storage as a row.</summary>
    public PickleBuilder Row(string type, string key, long count) => Tensor(type, key, count, 0, [count], [1]);
}
