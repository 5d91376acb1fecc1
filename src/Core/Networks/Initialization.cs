namespace U2Video.Core.Networks;

/// <summary>How fresh weights are drawn.</summary>
public enum Initialization
{
    /// <summary>Torch's own default for convolutions (Kaiming uniform), as the official code has it.</summary>
    Default,

    /// <summary>Xavier uniform weights and zero biases, as the seed's notebooks have it.</summary>
    Xavier,
}
