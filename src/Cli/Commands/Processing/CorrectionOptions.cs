using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Pipeline.Fixing;

namespace U2Video.Cli.Commands.Processing;

/// <summary>Masks that the user painted, from which the model learns before the clip is made.</summary>
internal sealed class CorrectionOptions
{
    private readonly Option<string[]> _fix = new("--fix")
    {
        Description = "A mask that you painted for a frame, as gray or alpha of the frame's size. The model learns it before the clip is "
            + "made, and the mask is used as it is at its frame. FRAME is a number, counted from 0, or a time like 0:04.8. Give it again "
            + "for further frames. --frame makes a picture to begin with.",
        HelpName = "FRAME=MASK",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<double?> _seconds = NumberOption.Real(
        "--fix-time", "SECONDS", new(1, 3600), "About how long the model learns, 1 to 3600. Default: 60.");

    private readonly Option<string?> _save = new("--save-model")
    {
        Description = "Write the learned model, for --model with other clips of the same kind: .safetensors, .pth, .pt or .onnx.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _seed = NumberOption.Whole(
        "--seed", "N", new(0), "The seed of the learning. The same seed gives the same model, and all steps are made, however long they "
            + "take. Default: learning ends after --fix-time.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Correct", _fix, _seconds, _save, _seed);

    /// <summary>Whether a mask is given.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_fix)!.Length > 0;

    /// <summary>Where the learned model goes too; null for nowhere.</summary>
    public string? SavePath(ParseResult parsed) => parsed.GetValue(_save);

    /// <summary>What the model learns; null for nothing.</summary>
    /// <exception cref="UsageException">A value cannot be read, or an option is given that only learning needs.</exception>
    public FixOptions? Read(ParseResult parsed)
    {
        if (!AreGiven(parsed))
        {
            var unused = Array.Find<Option>([_seconds, _save, _seed], option => parsed.GetResult(option) is { Implicit: false });
            return unused is null
                ? null
                : throw new UsageException($"{unused.Name}: is for {_fix.Name}; give a mask to learn from, or leave it out.");
        }

        if (SavePath(parsed) is { } path)
        {
            U2NetModel.CheckCanSave(path);
        }

        var options = new FixOptions
        {
            Corrections = [.. parsed.GetValue(_fix)!.Select(text => FrameKeyText.ParseCorrection(_fix.Name, text))],
            Seed = parsed.GetValue(_seed),
        };
        return parsed.GetValue(_seconds) is { } seconds ? options with { Seconds = seconds } : options;
    }
}
