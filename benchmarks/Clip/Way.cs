using U2Video.Core.Models;

namespace U2Video.Benchmarks.Clip;

/// <summary>A way to run the program.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Size">As <c>--size</c> takes it; empty for the default, null for the loop's square.</param>
/// <param name="IsPlain">Whether it makes just the loop's masks: <c>--smooth off --edges fast</c>.</param>
internal sealed record Way(string Name, string? Size, bool IsPlain = false)
{
    public const string Loop = "loop";

    public const string Reference = "reference";

    public static IReadOnlyList<Way> All { get; } = [new("auto", "auto"), new("same masks", null, IsPlain: true), new("defaults", "")];

    /// <summary>The size; null for the model's own.</summary>
    public InputSizing? Sizing(int side) => Size switch
    {
        null => InputSizing.Square(side),
        "" => null,
        _ => InputSizing.Parse(Size),
    };
}
