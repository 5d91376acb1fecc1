namespace U2Video.Core.Training;

/// <summary>What fresh weights are.</summary>
public enum Initialization
{
    /// <summary>Torch's own: Kaiming uniform.</summary>
    Default,

    /// <summary>Xavier uniform with zero biases, as in the seed's code.</summary>
    Xavier,
}
