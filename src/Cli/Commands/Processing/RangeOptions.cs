using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Processing;

/// <summary>Which part of a clip is wanted.</summary>
internal sealed class RangeOptions
{
    private readonly Option<string?> _from = new("--from")
    {
        Description = "The time in the clip at which to begin, in seconds or as h:mm:ss. Default: its first frame.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "The time in the clip at which to end. Default: its last frame.",
        HelpName = "TIME",
    };

    private readonly Option<long?> _maxFrames = NumberOption.Long("--max-frames", "N", new(1), "Stop after N frames.");

    private readonly Option<int?> _stream = NumberOption.Whole(
        "--stream",
        "N",
        new(0),
        "The video stream, by ffprobe's number. Default: a stream with several frames that is not a cover; "
            + "among these the default stream, then the largest. A stream that is not there is refused with a list.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Input", _from, _to, _maxFrames, _stream);

    /// <summary>Whether a part of the clip is named.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_from) is not null || parsed.GetValue(_to) is not null || parsed.GetValue(_maxFrames) is not null;

    /// <summary>The options with the part that is wanted.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PipelineOptions Limit(PipelineOptions options, ParseResult parsed) => options with
    {
        From = ClipTime.Parse("--from", parsed.GetValue(_from)),
        To = ClipTime.Parse("--to", parsed.GetValue(_to)),
        MaxFrames = parsed.GetValue(_maxFrames),
        VideoStream = parsed.GetValue(_stream),
    };
}
