using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Parts;

/// <summary>How a clip is divided among runs.</summary>
internal sealed class PartOptions
{
    private readonly Option<string?> _part = new("--part")
    {
        Description = "Make only the K-th of N parts: of a clip into OUT.parts, and u2video join OUT puts them together; of a folder "
            + "those of its share of the files whose outputs do not exist. auto reads K and N from the variables of Slurm, Kubernetes or "
            + "AWS Batch; auto/N reads only K.",
        HelpName = "K/N|auto[/N]",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Work so that a run that is broken off, also by kill -9 or a power failure, can continue: the same command makes "
            + "only what is missing. Finished segments are kept in OUT.parts until the end.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Parts", _part, _resume);

    /// <summary>Whether any of the options is given.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_part) is not null || parsed.GetValue(_resume);

    /// <summary>Whether a run that was broken off is continued.</summary>
    public bool Resumes(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The part that is made; null for all of the clip.</summary>
    /// <exception cref="UsageException">The value cannot be read, or a run that was broken off is continued as well.</exception>
    public ClipPart? Part(ParseResult parsed) =>
        parsed.GetValue(_part) is not { } part ? null
        : Resumes(parsed)
            ? throw new UsageException($"{_resume.Name}: a part that {_part.Name} makes is made whole again; leave {_resume.Name} out.")
        : PartText.Parse(_part.Name, part);
}
