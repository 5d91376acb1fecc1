namespace U2Video.Core.Models;

/// <summary>What is done to the sigmoid of the fused output.</summary>
public enum OutputNormalization
{
    /// <summary>Nothing: the sigmoid is the mask.</summary>
    None,

    /// <summary>
    /// The mask is stretched so that the picture's smallest value becomes 0 and its largest 1, as in the official test script. It is not
    /// changed if the spread is too small for a subject.
    /// </summary>
    MinMax,
}
