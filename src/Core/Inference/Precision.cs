namespace U2Video.Core.Inference;

/// <summary>The number type with which the network computes.</summary>
public enum Precision
{
    /// <summary>32 bits on a CPU, 16 on CUDA.</summary>
    Auto,

    /// <summary>32 bits.</summary>
    Fp32,

    /// <summary>16 bits with a finer fraction (float16); only on CUDA.</summary>
    Fp16,

    /// <summary>
    /// 16 bits with float32's range (bfloat16). On CPUs with instructions for it (AVX512_BF16) it is about twice as fast, and masks
    /// differ by a few thousandths.
    /// </summary>
    Bf16,
}
