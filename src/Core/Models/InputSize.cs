using System.Globalization;

namespace U2Video.Core.Models;

/// <summary>The size at which the network sees a picture, in pixels.</summary>
/// <param name="Width">Of what the network sees.</param>
/// <param name="Height">Of what the network sees.</param>
public readonly record struct InputSize(int Width, int Height)
{
    /// <summary><c>320</c> for a square, else <c>352x192</c>.</summary>
    public override string ToString() => Width == Height
        ? Width.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
