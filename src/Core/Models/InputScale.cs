namespace U2Video.Core.Models;

/// <summary>What bytes are divided by before mean and deviation are applied.</summary>
public enum InputScale
{
    /// <summary>By 255.</summary>
    Byte,

    /// <summary>By the largest value in the picture.</summary>
    Maximum,
}
