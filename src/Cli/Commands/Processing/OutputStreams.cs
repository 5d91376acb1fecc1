using System.Globalization;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Processing;

/// <summary>Outputs that are not files: <c>-</c> for stdout, and <c>fd:N</c> for what the shell opened as <c>N&gt;</c>.</summary>
internal sealed class OutputStreams
{
    private const string Prefix = "fd:";
    private const int StandardOutput = 1;

    // One for all names of it, so that it shows when two outputs would mix there.
    private readonly Lazy<Stream> _standard = new(() => StandardStreams.Output);

    /// <summary>Whether a name is one of these.</summary>
    public static bool Is(string name) =>
        name is InputOptions.Standard or "/dev/stdout" || name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The output into what the name says.</summary>
    /// <exception cref="UsageException">It is not a number.</exception>
    public MediaOutput Direct(MediaOutput output, string name)
    {
        var number = !name.StartsWith(Prefix, StringComparison.Ordinal) ? StandardOutput
            : NumberText.Count(name[Prefix.Length..]) is > 0 and var given ? given
            : throw new UsageException(
                $"{name}: give the number of a descriptor that is open for writing, like fd:3 with 3> in the shell.");
        return number == StandardOutput ? output with { Stream = _standard.Value, StreamName = "stdout" }
            : output with { Path = string.Create(CultureInfo.InvariantCulture, $"/dev/fd/{number}") };
    }
}
