namespace U2Video.Core.Models;

/// <summary>The divisor of bytes before mean and deviation are applied.</summary>
public enum InputScale
{
    /// <summary>Divides by 255.</summary>
    Byte,

    /// <summary>Divides by the largest value in the picture.</summary>
    Maximum,
}
