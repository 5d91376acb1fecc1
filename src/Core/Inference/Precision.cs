namespace U2Video.Core.Inference;

/// <summary>With which numbers the network computes.</summary>
public enum Precision
{
    /// <summary>32 bits on a CPU, 16 on CUDA.</summary>
    Auto,

    /// <summary>32 bits.</summary>
    Fp32,

    /// <summary>16 bits with a fine fraction; on CUDA alone.</summary>
    Fp16,

    /// <summary>
    /// 16 bits with float32's range. On CPUs that have instructions for it (AVX512_BF16) it is about twice as fast, and masks
    /// differ by some thousandths.
    /// </summary>
    Bf16,
}
