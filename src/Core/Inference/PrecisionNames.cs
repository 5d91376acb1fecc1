using U2Video.Core.Errors;
using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>The names of precisions, and what they mean on a device.</summary>
public static class PrecisionNames
{
    /// <summary>The name of a property or option of this type, for messages.</summary>
    internal static readonly PropertyName Named = PropertyName.Of<Precision>();

    /// <summary>Parses <c>auto</c>, <c>fp32</c>, <c>fp16</c> or <c>bf16</c>.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static Precision Parse(string text) => text.ToLowerInvariant() switch
    {
        "auto" => Precision.Auto,
        "fp32" => Precision.Fp32,
        "fp16" => Precision.Fp16,
        "bf16" => Precision.Bf16,
        _ => throw new UsageException($"{Named} {text}: there are auto, fp32, fp16 and bf16."),
    };

    /// <summary>Torch's type for it.</summary>
    /// <exception cref="UsageException">The device cannot compute with it.</exception>
    internal static ScalarType On(this Precision precision, bool cuda) => precision switch
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
