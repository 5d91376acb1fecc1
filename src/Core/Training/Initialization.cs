namespace U2Video.Core.Training;

/// <summary>How fresh weights are initialized.</summary>
internal enum Initialization
{
    /// <summary>Torch's own initialization: Kaiming uniform.</summary>
    Default,

    /// <summary>Xavier uniform with zero biases, as in kimjy99's code.</summary>
    Xavier,
}
