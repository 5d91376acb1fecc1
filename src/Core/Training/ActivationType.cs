namespace U2Video.Core.Training;

/// <summary>The number type of the activations in training.</summary>
internal enum ActivationType
{
    /// <summary>float32, like the weights.</summary>
    Fp32,

    /// <summary>
    /// bfloat16, with weights, statistics and logits in float32: mixed precision. About twice as fast on GPUs and on CPUs that compute
    /// with it (AVX512_BF16); it has float32's range, so gradients need no scaling.
    /// </summary>
    Bf16,
}
