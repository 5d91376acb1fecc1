using System.Globalization;

namespace U2Video.Core.Models;

/// <summary>The size of the network's input, in pixels.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
public readonly record struct InputSize(int Width, int Height)
{
    /// <summary><c>320</c> for a square, else <c>352x192</c>.</summary>
    public override string ToString() => Width == Height
        ? Width.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
