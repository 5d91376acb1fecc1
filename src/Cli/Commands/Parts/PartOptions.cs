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

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Parts", _part);

    /// <summary>The part that is made; null for all of the clip.</summary>
    /// <exception cref="UsageException">The value cannot be read.</exception>
    public ClipPart? Part(ParseResult parsed) => parsed.GetValue(_part) is { } part ? PartText.Parse(_part.Name, part) : null;
}
