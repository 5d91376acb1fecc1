using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Errors;

namespace U2Video.Cli.Commands.Processing;

/// <summary>How a folder of files is worked through.</summary>
internal sealed class FolderOptions
{
    private readonly Option<bool> _recursive = new("--recursive")
    {
        Description = "Take the files in folders below the folder too. The outputs' folders mirror them.",
    };

    private readonly Option<bool> _skipExisting = new("--skip-existing")
    {
        Description = "Make only outputs that do not exist yet, so that a run continues where an earlier one stopped.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Wait for new files in the folder, and process each when it is complete: not empty, and unchanged for 2 seconds. "
            + "Ctrl-C ends the run.",
    };

    private readonly Option<int> _jobs = NumberOption.Whole(
        "--jobs", "N", new(1, 64), byDefault: 1, "Files of a folder that are processed at the same time.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Folders", _recursive, _skipExisting, _watch, _jobs);

    /// <summary>Whether outputs that exist are left as they are.</summary>
    public bool SkipsExisting(ParseResult parsed) => parsed.GetValue(_skipExisting);

    /// <summary>Whether new files are waited for.</summary>
    public bool Watches(ParseResult parsed) => parsed.GetValue(_watch);

    /// <summary>How many files are processed at the same time.</summary>
    public int Jobs(ParseResult parsed) => parsed.GetValue(_jobs);

    /// <summary>The folder or the pattern that a name stands for; null where it is a single input.</summary>
    /// <exception cref="UsageException">Options for folders are given with a single input.</exception>
    /// <exception cref="InputException">The folder of a pattern does not exist.</exception>
    public InputFolder? Find(ParseResult parsed, string name, bool isSequence)
    {
        if (!isSequence && InputFolder.Of(name, parsed.GetValue(_recursive)) is { } folder)
        {
            return folder;
        }

        var option = new[] { _recursive, _skipExisting, _watch }.FirstOrDefault(parsed.GetValue);
        return option is null ? null : throw new UsageException($"{option.Name}: is for a folder of files, and {name} is one input.");
    }
}
