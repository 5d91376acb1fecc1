using System.Runtime.InteropServices;
using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>Reads weights from their places in an ONNX file straight into the memory of tensors.</summary>
internal sealed class OnnxTensorReader(Stream stream, string source)
{
    // One constant may be used for this many parameters.
    private readonly MemoryBudget _budget = new(stream.Length);

    /// <summary>Reads one tensor. It is on the CPU and has the file's element type.</summary>
    /// <param name="name">The tensor's name, for messages.</param>
    /// <param name="place">What the file says about the tensor.</param>
    /// <exception cref="ModelException">Type, shape and length disagree, or the data is in another file.</exception>
    public torch.Tensor Read(string name, OnnxTensor place)
    {
        if (place.IsExternal)
        {
            throw new ModelException($"{source}: keeps its weights in another file; save it as one ONNX file without external data.");
        }

        var (type, size) = place.Type switch
        {
            1 => (torch.ScalarType.Float32, 4),
            10 => (torch.ScalarType.Float16, 2),
            11 => (torch.ScalarType.Float64, 8),
            16 => (torch.ScalarType.BFloat16, 2),
            _ => throw Unusable(name, $"has the element type {place.Type}; weights are floating-point numbers"),
        };

        var ownField = place.Type switch { 1 => OnnxTensor.Floats, 11 => OnnxTensor.Doubles, _ => OnnxTensor.Integers };
        if (place.Field != 0 && place.Field != OnnxTensor.Raw && place.Field != ownField)
        {
            throw Unusable(name, $"has its data in the field {place.Field}, which does not fit its element type {place.Type}");
        }

        if (place.Field == OnnxTensor.Integers)
        {
            return ReadIntegers(name, place, type);
        }

        if (!Fits(place.Shape, (place.End - place.Begin) / size) || (place.End - place.Begin) % size != 0)
        {
            throw Unusable(name, $"is {string.Join('×', place.Shape)} and has {place.End - place.Begin} bytes of data");
        }

        Claim(name, place.End - place.Begin);
        var tensor = torch.empty([.. place.Shape], type);
        stream.Position = place.Begin;
        stream.ReadExactly(tensor.bytes);
        return tensor;
    }

    /// <summary>Takes memory for values that are not in the file from the budget; false if that is more than is left.</summary>
    public bool TryClaim(long bytes) => _budget.TryClaim(bytes, 1);

    /// <summary>Reads a list of integers. Each one is the bits of a number and takes 1 to 3 bytes.</summary>
    private torch.Tensor ReadIntegers(string name, OnnxTensor place, torch.ScalarType type)
    {
        var length = place.End - place.Begin;
        var count = 1L;
        foreach (var side in place.Shape)
        {
            // No list has more elements than bytes, so the product cannot overflow.
            count = side > 0 && side <= length / count ? side * count : throw Unfit();
        }

        Claim(name, count * sizeof(ushort));
        var tensor = torch.empty([.. place.Shape], type);
        stream.Position = place.Begin;
        var bytes = new BufferedBytes(stream, length);
        foreach (ref var element in MemoryMarshal.Cast<byte, ushort>(tensor.bytes))
        {
            element = bytes.NextUInt16() ?? throw Unfit();
        }

        return bytes.Left == 0 ? tensor : throw Unfit();

        ModelException Unfit() =>
            Unusable(name, $"is {string.Join('×', place.Shape)}, and its {length} bytes are not that many 16-bit numbers");
    }

    /// <summary>
    /// Whether this many numbers make a tensor of these sizes. It divides, because the product of forged sizes may overflow.
    /// </summary>
    private static bool Fits(IReadOnlyList<long> shape, long count)
    {
        foreach (var side in shape)
        {
            count = side > 0 && count % side == 0 ? count / side : -1;
        }

        return count == 1;
    }

    private void Claim(string name, long bytes)
    {
        if (!TryClaim(bytes))
        {
            throw Unusable(name, $"exceeds the limit: the weights take more than {_budget.MaximumBytes >> 20} MiB");
        }
    }

    private ModelException Unusable(string name, string what) => new($"{source}: the tensor {UntrustedText.Quote(name)} {what}.");

    /// <summary>Reads the stream's bytes, a buffer at a time.</summary>
    private sealed class BufferedBytes(Stream stream, long length)
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _from;
        private int _to;

        public long Left { get; private set; } = length;

        /// <summary>A protobuf varint: seven bits a byte, lowest first; null if it has more than 16 bits.</summary>
        public ushort? NextUInt16()
        {
            var value = 0;
            for (var shift = 0; shift <= 14 && Left > 0; shift += 7)
            {
                var next = NextByte();
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value <= ushort.MaxValue ? (ushort)value : null;
                }
            }

            return null;
        }

        private byte NextByte()
        {
            if (_from == _to)
            {
                (_from, _to) = (0, (int)Math.Min(_buffer.Length, Left));
                stream.ReadExactly(_buffer.AsSpan(0, _to));
            }

            Left--;
            return _buffer[_from++];
        }
    }
}
