namespace U2Video.Core.Models;

/// <summary>What is done to the sigmoid of the fused output.</summary>
public enum OutputNormalization
{
    /// <summary>Nothing: the sigmoid is the mask.</summary>
    None,

    /// <summary>
    /// Stretched so that the picture's smallest value becomes 0 and its largest 1, as the official test script does it. Left
    /// alone where the spread is too small to speak of a subject.
    /// </summary>
    MinMax,
}
