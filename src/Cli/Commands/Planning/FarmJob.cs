using System.Globalization;

namespace U2Video.Cli.Commands.Planning;

/// <summary>What the tasks of a farm run.</summary>
/// <param name="Program">The program, as the tasks find it.</param>
/// <param name="Arguments">Input, outputs and options, as for a run.</param>
/// <param name="Parts">How many tasks there are.</param>
internal sealed record FarmJob(string Program, IReadOnlyList<string> Arguments, int Parts)
{
    /// <summary>The input, as it is called in comments and names.</summary>
    public required string Name { get; init; }

    /// <summary>The folder in which relative names hold.</summary>
    public required string Folder { get; init; }

    /// <summary>The outputs that are put together of parts; none where whole files are shared out.</summary>
    public IReadOnlyList<string> Joined { get; init; } = [];

    /// <summary>Whether outputs may replace files.</summary>
    public bool Overwrites { get; init; }

    /// <summary>How many processors a task gets.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>The command line without the number of the part.</summary>
    public IReadOnlyList<string> Run => [Program, .. Arguments];

    /// <summary>The command line of a part whose number the scheduler's variables tell.</summary>
    public IReadOnlyList<string> NumberedPart => [.. Run, "--part", string.Create(CultureInfo.InvariantCulture, $"auto/{Parts}")];

    /// <summary>The command lines that put the outputs together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Joins =>
        [.. Joined.Select(output => Overwrites
            ? new[] { Program, "join", output, "--overwrite" }
            : [Program, "join", output])];

    /// <summary>In a few words: <c>film.mp4 in 8 parts</c>.</summary>
    public string Title => ShellText.Comment($"{Name} in {Parts} {(Parts == 1 ? "part" : "parts")}");
}
