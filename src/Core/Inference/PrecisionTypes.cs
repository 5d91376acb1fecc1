using U2Video.Core.Errors;
using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>What precisions mean on a device.</summary>
internal static class PrecisionTypes
{
    /// <summary>The name of a property or option of this type, for messages.</summary>
    public static readonly PropertyName Named = PropertyName.Of<Precision>();

    /// <summary>Torch's type for it.</summary>
    /// <exception cref="UsageException">The device cannot compute with it.</exception>
    public static ScalarType On(this Precision precision, bool cuda) => precision switch
    {
        Precision.Auto => cuda ? ScalarType.Float16 : ScalarType.Float32,
        Precision.Fp32 => ScalarType.Float32,
        Precision.Fp16 when cuda => ScalarType.Float16,
        Precision.Fp16 => throw new UsageException($"{Named} fp16: needs a CUDA device; on a CPU give fp32 or bf16."),
        Precision.Bf16 when cuda || OneDnn.HasBFloat16 => ScalarType.BFloat16,
        Precision.Bf16 => throw new UsageException($"{Named} bf16: this processor cannot compute with it; give fp32."),
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };
}
