using U2Video.Core.Models;

namespace U2Video.Benchmarks.Clip;

/// <summary>A way to run the program.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="KeepsShape">
/// Whether the network sees the clip's own shape: false for the loop's square, null for the program's default.
/// </param>
/// <param name="IsPlain">Whether it makes just the loop's masks: <c>--smooth off --edges fast</c>.</param>
internal sealed record Way(string Name, bool? KeepsShape, bool IsPlain = false)
{
    public const string Loop = "loop";

    public const string Reference = "reference";

    public static IReadOnlyList<Way> All { get; } =
        [new("auto", true), new("same masks", false, IsPlain: true), new("defaults", null)];

    /// <summary>The size; null for the model's own.</summary>
    public InputSizing? Sizing(int side) => KeepsShape switch
    {
        true => InputSizing.Auto,
        false => InputSizing.Square(side),
        null => null,
    };
}
