using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Editing;

namespace U2Video.Cli.Commands.Processing;

/// <summary>What is changed about the mattes after they were made. The options stand in the order in which they work.</summary>
internal sealed class EditOptions
{
    private readonly Option<string?> _levels = new("--levels")
    {
        Description = "Stretch the mask's values: LOW and less becomes 0, HIGH and more becomes 1. A GAMMA above 1 makes soft values "
            + "more opaque.",
        HelpName = "LOW:HIGH[:GAMMA]",
    };

    private readonly Option<double?> _threshold = NumberOption.Real(
        "--threshold",
        "T",
        new(0, 1) { ExcludesLeast = true },
        "Leave nothing soft: values from T on become 1, all others 0.");

    private readonly Option<string?> _fillHoles = new("--fill-holes")
    {
        Description = "Fill holes in the subject that are smaller than AREA: pixels, or a share of the frame such as 0.1%.",
        HelpName = "AREA",
    };

    private readonly Option<string?> _dropSpecks = new("--drop-specks")
    {
        Description = "Drop separate parts of the subject that are smaller than AREA: pixels, or a share of the frame such as 0.1%.",
        HelpName = "AREA",
    };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "Which separate parts of the subject stay: the largest, the one in the center, the N largest, or all.",
        HelpName = "largest|center|N|all",
    };

    private readonly Option<string[]> _picks = new("--pick")
    {
        Description = "Keep only the part of the subject at this place, and follow it, from TIME on (default: from the beginning). Give "
            + "it again for further parts. 50% is half of the frame's width or height.",
        HelpName = "X,Y[@TIME]",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _grow = new("--grow")
    {
        Description = "Move the edge outwards by so many pixels, inwards if negative. Fractions count, and 1% is one of the frame's "
            + "shorter side.",
        HelpName = "PIXELS",
    };

    private readonly Option<string?> _feather = new("--feather")
    {
        Description = "Make the edge fade over so many pixels on each side; 1% is one of the frame's shorter side.",
        HelpName = "RADIUS",
    };

    private readonly Option<string?> _region = new("--region")
    {
        Description = "Nothing outside of this rectangle is subject. Pixels, or shares of the frame's width and height such as 10%.",
        HelpName = "X,Y,W,H",
    };

    private readonly Option<string?> _garbage = new("--garbage")
    {
        Description = "A picture or a clip, stretched to the frame, whose bright (or opaque) places are never subject. A clip runs "
            + "beside the input's own time, and its last frame stays.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _holdout = new("--holdout")
    {
        Description = "A picture or a clip, stretched to the frame, whose bright (or opaque) places are always subject.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _invert = new("--invert") { Description = "Exchange subject and background." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup(
        "Control of the mask, in this order",
        _levels, _threshold, _fillHoles, _dropSpecks, _keep, _picks, _grow, _feather, _region, _garbage, _holdout, _invert);

    /// <summary>The edits that are asked for.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    /// <exception cref="InputException">A picture cannot be read.</exception>
    public MatteEdits Read(ParseResult parsed) => new()
    {
        Levels = parsed.GetValue(_levels) is { } levels ? FrameMeasures.Levels(_levels.Name, levels) : null,
        Threshold = parsed.GetValue(_threshold),
        FillHoles = parsed.GetValue(_fillHoles) is { } hole ? FrameMeasures.Area(_fillHoles.Name, hole) : null,
        DropSpecks = parsed.GetValue(_dropSpecks) is { } speck ? FrameMeasures.Area(_dropSpecks.Name, speck) : null,
        Keep = ReadKeep(parsed.GetValue(_keep)),
        Picks = [.. parsed.GetValue(_picks)!.Select(pick => FrameMeasures.Pick(_picks.Name, pick))],
        Grow = parsed.GetValue(_grow) is { } grow ? FrameMeasures.Length(_grow.Name, grow) : default,
        Feather = parsed.GetValue(_feather) is { } feather ? FrameMeasures.Length(_feather.Name, feather) : default,
        Region = parsed.GetValue(_region) is { } region ? FrameMeasures.Region(_region.Name, region) : null,
        Garbage = ReadStencil(_garbage, parsed),
        Holdout = ReadStencil(_holdout, parsed),
        Invert = parsed.GetValue(_invert),
    };

    private static MatteStencil? ReadStencil(Option<string?> option, ParseResult parsed)
    {
        if (parsed.GetValue(option) is not { } path)
        {
            return null;
        }

        try
        {
            return MatteStencil.Read(path);
        }
        catch (InputException error)
        {
            throw new InputException($"{option.Name} {error.Message}", error);
        }
    }

    private Keep? ReadKeep(string? text) => text switch
    {
        null or "all" => null,
        "largest" => new Keep.Largest(),
        "center" or "centre" => new Keep.Central(),
        _ when NumberText.Count(text) is { } count => new Keep.Largest(count),
        _ => throw new UsageException($"{_keep.Name} {text}: give largest, center, a number of parts from 1 to 255, or all."),
    };
}
