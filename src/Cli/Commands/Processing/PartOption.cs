using System.CommandLine;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--part</c>: which part of the work this run does.</summary>
internal static class PartOption
{
    public const string Name = "--part";

    public static Option<string?> Create() => new(Name)
    {
        Description = "Do the K-th of N parts; of a folder, its share of the files, and only outputs that do not exist yet. auto/N takes K "
            + "from the variables of Slurm, Kubernetes or AWS Batch, and auto takes N from there as well.",
        HelpName = "K/N|auto",
    };
}
