using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Fixing;
using U2Video.Pipeline.Media;

namespace U2Video.Cli.Commands.Processing;

/// <summary>What is read: a file, stdin, and which part of it.</summary>
internal sealed class InputOptions
{
    /// <summary>The name that stands for stdin or stdout.</summary>
    public const string Standard = "-";

    private readonly Argument<string> _input = new("INPUT")
    {
        Description = "A video, a GIF or a picture that ffmpeg reads, numbered pictures such as frames/%05d.png or frame.####.exr, a "
            + "folder or a pattern of files, or - for stdin.",
    };

    private readonly Option<string?> _raw = new("--raw")
    {
        Description = "Stdin holds raw frames of these pixels: rgb24, bgr24, rgba, bgra or gray.",
        HelpName = "PIXELS",
    };

    private readonly Option<string?> _size = new("--size-in") { Description = "The size of raw frames.", HelpName = "WxH" };

    private readonly Option<string?> _rate = new("--fps")
    {
        Description = "The frame rate of raw frames or of pictures that are frames, such as 25 or 30000/1001. Default: 25.",
        HelpName = "RATE",
    };

    private readonly Option<bool> _sequence = new("--sequence")
    {
        Description = "Take the pictures of the folder or pattern as the frames of one clip, in the natural order of their names. A name "
            + "like frames/%05d.png needs no --sequence.",
    };

    private readonly RangeOptions _range = new();

    private readonly Option<string?> _frame = new("--frame")
    {
        Description = "Only one frame of the clip: its number, counted from 0, or a time like 0:04.8.",
        HelpName = "FRAME",
    };

    private readonly Option<bool> _allowUrl = new("--allow-url")
    {
        Description = "Open an INPUT such as https://… or rtsp://…. The server then decides what is decoded. Default: files only.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_input);
        _range.AddTo(command);
        command.AddGroup("Input", _frame, _sequence, _rate, _raw, _size, _allowUrl);
    }

    /// <summary>The input as it was named.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_input)!;

    /// <summary>Whether a name is written like an address, and no file has it.</summary>
    public static bool IsAddress(string name) => name.Contains("://", StringComparison.Ordinal) && !Path.Exists(name);

    /// <summary>Whether a frame rate is given.</summary>
    public bool HasRate(ParseResult parsed) => parsed.GetValue(_rate) is not null;

    /// <summary>Whether the input is pictures that are the frames of one clip.</summary>
    public bool IsSequence(ParseResult parsed) =>
        parsed.GetValue(_sequence) || (!IsAddress(Name(parsed)) && MediaSource.IsSequence(Name(parsed)));

    /// <summary>Whether stdin holds raw frames.</summary>
    public bool IsRaw(ParseResult parsed) => parsed.GetValue(_raw) is not null;

    /// <summary>Checks that options for raw frames are given only where raw frames are read.</summary>
    /// <exception cref="UsageException">One of them is given for something else.</exception>
    public void CheckRawOptions(ParseResult parsed)
    {
        Option[] options = Name(parsed) == Standard ? [_raw, _size, _rate] : [_raw, _size];
        var given = Array.Find(options, option => parsed.GetResult(option) is not null);
        if (given is not null && Name(parsed) != Standard)
        {
            throw new UsageException($"{given.Name}: is for raw frames on stdin; give - as the input, or leave it out.");
        }

        if (given is not null && !IsRaw(parsed))
        {
            throw new UsageException($"{given.Name}: is for raw frames; give --raw as well, or leave it out.");
        }
    }

    /// <summary>The input.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public MediaSource Source(ParseResult parsed)
    {
        var (name, raw) = (Name(parsed), parsed.GetValue(_raw));
        if (name != Standard)
        {
            return IsSequence(parsed) ? MediaSource.FromSequence(name, Rate(parsed))
                : HasRate(parsed)
                    ? throw new UsageException(
                        $"--fps: {name} has times of its own; --fps is for raw frames and for pictures that are frames.")
                : parsed.GetValue(_allowUrl) && IsAddress(name) ? MediaSource.FromUrl(name)
                : MediaSource.FromFile(name);
        }

        if (parsed.GetValue(_sequence))
        {
            throw new UsageException("--sequence: is for a folder or a pattern of pictures; stdin is neither.");
        }

        var stdin = StandardStreams.Input;
        if (raw is null)
        {
            return MediaSource.FromStream(stdin, "stdin");
        }

        if (!Enum.TryParse<RawPixels>(raw, ignoreCase: true, out var pixels) || !char.IsLetter(raw[0]))
        {
            throw new UsageException($"--raw {raw}: give rgb24, bgr24, rgba, bgra or gray.");
        }

        var (width, height) = ParseSize(parsed.GetValue(_size));
        return MediaSource.FromRawFrames(stdin, new RawVideoFormat(pixels, width, height, Rate(parsed)), "stdin");
    }

    /// <summary>The options with the part that is wanted.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PipelineOptions Limit(PipelineOptions options, ParseResult parsed) => _range.Limit(options, parsed);

    /// <summary>The only frame that is wanted; null for all.</summary>
    /// <exception cref="UsageException">It cannot be read, or another part of the clip is wanted too.</exception>
    public FrameKey? Frame(ParseResult parsed)
    {
        if (parsed.GetValue(_frame) is not { } text)
        {
            return null;
        }

        return _range.IsGiven(parsed)
            ? throw new UsageException($"{_frame.Name} {text}: is one frame; leave out --from, --to and --max-frames.")
            : FrameKeyText.Parse(_frame.Name, text);
    }

    /// <summary>The options of a run on that frame, or the same options.</summary>
    /// <exception cref="U2VideoException">The frame cannot be found.</exception>
    public async Task<PipelineOptions> AtFrameAsync(PipelineOptions options, ParseResult parsed, CancellationToken cancellation) =>
        Frame(parsed) is { } key
            ? await FrameChoice.ApplyAsync(options, key, Text($"{_frame.Name} {key}"), cancellation).ConfigureAwait(false)
            : options;

    private static MessageText Text(MessageText text) => text;

    private Rational Rate(ParseResult parsed) => Rational.TryParse(parsed.GetValue(_rate) ?? "25")
        ?? throw new UsageException($"--fps {parsed.GetValue(_rate)}: give a rate like 25 or 30000/1001.");

    private static (int Width, int Height) ParseSize(string? text)
    {
        var sides = (text ?? "").Split('x', 'X');
        return sides.Length == 2
            && NumberText.Count(sides[0]) is { } width
            && NumberText.Count(sides[1]) is { } height
                ? (width, height)
                : throw new UsageException($"--size-in {text}: raw frames do not say their size; give it like 1280x720.");
    }
}
