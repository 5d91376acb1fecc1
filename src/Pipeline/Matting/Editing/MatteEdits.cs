using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// What is changed about the mattes after they were made, in the order of the properties here. Values of the matte are 0…1; lengths and
/// areas are in pixels of the frame or shares of it.
/// </summary>
public sealed record MatteEdits
{
    private const double LargestArea = 1e12;

    /// <summary>Nothing is changed.</summary>
    public static MatteEdits None { get; } = new();

    /// <summary>Stretches the values.</summary>
    public Levels? Levels { get; init; }

    /// <summary>0…1: values from here on become 1, and all others 0.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// Holes in the subject that are smaller than this are filled. A hole that was open before stays so until it is a third smaller.
    /// </summary>
    public FrameArea? FillHoles { get; init; }

    /// <summary>
    /// Parts of the subject that are smaller than this are dropped. A part that was shown before stays until it is a third smaller.
    /// </summary>
    public FrameArea? DropSpecks { get; init; }

    /// <summary>Which parts of the subject stay; null: all.</summary>
    public Keep? Keep { get; init; }

    /// <summary>Places that show which parts of the subject are wanted; empty: all are.</summary>
    public IReadOnlyList<Pick> Picks { get; init; } = [];

    /// <summary>
    /// How far the edge is moved outwards; inwards where it is negative. Parts of a pixel count, and soft edges stay as soft.
    /// </summary>
    public FrameLength Grow { get; init; }

    /// <summary>How far the edge is made to fade, on each of its sides.</summary>
    public FrameLength Feather { get; init; }

    /// <summary>Outside of it the matte is 0; null: no such limit.</summary>
    public FrameRegion? Region { get; init; }

    /// <summary>A picture or clip whose bright places are never subject, stretched to the frame; null: none.</summary>
    public MatteStencil? Garbage { get; init; }

    /// <summary>A picture or clip whose bright places are always subject, stretched to the frame; null: none.</summary>
    public MatteStencil? Holdout { get; init; }

    /// <summary>Whether subject and background change places.</summary>
    public bool Invert { get; init; }

    /// <summary>Whether any of it changes a matte.</summary>
    internal bool IsNone => this == None || (this with { Picks = None.Picks } == None && Picks.Count == 0);

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Validate()
    {
        Check(
            Levels is null || (Levels is { Low: >= 0 and < 1, High: > 0 and <= 1, Gamma: >= 0.1 and <= 10 } && Levels.Low < Levels.High),
            $"{Name(nameof(Levels))} {Levels?.Low}:{Levels?.High}:{Levels?.Gamma}: give a low and a high value from 0 to 1, "
                + $"the low one first, and a gamma from 0.1 to 10.");
        Check(Threshold is null or (> 0 and <= 1), $"{Name(nameof(Threshold))} {Threshold}: give a value above 0, up to 1.");
        CheckArea(FillHoles, nameof(FillHoles));
        CheckArea(DropSpecks, nameof(DropSpecks));
        Check(
            Keep is not Keep.Largest { Count: < 1 or > 255 },
            $"{Name(nameof(Keep))} {(Keep as Keep.Largest)?.Count}: give 1 to 255 parts.");
        CheckLength(Grow, nameof(Grow), least: -1);
        CheckLength(Feather, nameof(Feather), least: 0);
        foreach (var pick in Picks)
        {
            Check(
                IsPlace(pick.X) && IsPlace(pick.Y) && pick.At >= TimeSpan.Zero,
                $"{Name(nameof(Picks))} {pick.X},{pick.Y}: give a place in the frame.");
        }

        Check(
            Region is null || (IsPlace(Region.X) && IsPlace(Region.Y) && Region.Width.Value > 0 && Region.Height.Value > 0
                && double.IsFinite(Region.Width.Value) && double.IsFinite(Region.Height.Value)),
            $"{Name(nameof(Region))} {Region}: "
                + $"give the left and top edge, and a width and height above 0.");
    }

    private static PropertyName Name(string name) => PropertyName.Of<MatteEdits>(name);

    private static bool IsPlace(FrameLength length) => length.Value >= 0 && (length.IsShare ? length.Value <= 1 : length.Value < 1 << 20);

    private static void CheckArea(FrameArea? area, string name) =>
        Check(
            area is not { } given || (given.Value > 0 && given.Value <= (given.IsShare ? 1 : LargestArea)),
            $"{Name(name)} {area}: give a number of pixels above 0, or a share up to 100%.");

    private static void CheckLength(FrameLength length, string name, int least) =>
        Check(
            Math.Abs(length.Value) <= (length.IsShare ? 0.5 : 1000) && (least < 0 || length.Value >= 0),
            $"{Name(name)} {length}: give up to 1000 pixels, or up to 50%{(least < 0 ? ", and less than 0 to shrink" : "")}.");

    private static void Check(bool holds, MessageText otherwise)
    {
        if (!holds)
        {
            throw new UsageException(otherwise);
        }
    }
}
