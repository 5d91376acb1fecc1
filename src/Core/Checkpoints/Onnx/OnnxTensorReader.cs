using TorchSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>Reads weights from their places in an ONNX file straight into the memory of tensors.</summary>
internal sealed class OnnxTensorReader(Stream stream, string source)
{
    // A constant may serve as many parameters.
    private readonly MemoryBudget _budget = new(stream.Length);

    /// <summary>Reads one; it is on the CPU and of the file's element type.</summary>
    /// <param name="name">Names it in messages.</param>
    /// <param name="place">What the file says of it.</param>
    /// <exception cref="ModelException">Type, shape and length disagree, or the data are elsewhere.</exception>
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

        // By division, for the product of forged sizes may overflow.
        var left = (place.End - place.Begin) / size;
        foreach (var side in place.Shape)
        {
            left = side > 0 && left % side == 0 ? left / side : -1;
        }

        if (left != 1 || (place.End - place.Begin) % size != 0)
        {
            throw Unusable(name, $"is {string.Join('×', place.Shape)} and has {place.End - place.Begin} bytes of data");
        }

        if (!_budget.TryClaim(place.End - place.Begin, 1))
        {
            throw Unusable(name, $"is one too many: the weights take more than {_budget.MaximumBytes >> 20} MiB");
        }

        var tensor = torch.empty([.. place.Shape], type);
        stream.Position = place.Begin;
        stream.ReadExactly(tensor.bytes);
        return tensor;
    }

    private ModelException Unusable(string name, string what) => new($"{source}: the tensor {UntrustedText.Quote(name)} {what}.");
}
