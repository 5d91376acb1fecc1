using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Processing;

/// <summary>What is made, and how it is encoded.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string[]> _combined = Output("--combined", "Panels side by side: see --panels.");
    private readonly Option<string[]> _mask = Output("--mask", "The mask, in gray.");
    private readonly Option<string[]> _cutout = Output(
        "--cutout", "The subject with transparency around it, in a container that holds alpha.");
    private readonly Option<string[]> _foreground = Output(
        "--foreground", "The subject's colors alone, opaque and without the old background's color: a fill for --mask.");
    private readonly Option<string[]> _composite = Output("--composite", "The subject in front of another background: see --background.");

    private readonly Option<string[]> _sheet = new("--sheet")
    {
        Description = "A contact sheet: original, mask and cut-out at some moments of the clip. By itself it takes only these frames.",
        HelpName = "OUT.png",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _moments = NumberOption.Whole(
        "--sheet-moments", "N", new(1, 50), byDefault: 6, "How many moments --sheet shows, 1 to 50.");

    private readonly Option<string?> _matte = new("--matte")
    {
        Description = "A file that keeps the network's masks. A later run on the same input reads them from there, and infers only those "
            + "that are missing.",
        HelpName = "FILE.matte",
    };

    private readonly Option<string> _panels = new("--panels")
    {
        Description = "The panels of --combined, from left to right: original, mask, cutout.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "original,cutout",
    };

    private readonly Option<string?> _background = new("--background")
    {
        Description = "The background of --composite: '#rrggbb', blur[:RADIUS], or a picture, a video or a GIF, which covers the "
            + "frame and loops.",
        HelpName = "WHAT",
    };

    private readonly Option<string?> _crop = new("--crop")
    {
        Description = "Crop the outputs to the subject: subject is one box for all frames, follow a box of constant size that moves with "
            + "it. MARGIN is in pixels, or a share of the frame's shorter side such as 5%. Frames are decoded twice.",
        HelpName = "subject|follow[:MARGIN]",
    };

    private readonly Option<string?> _alpha = ChoiceOption.Create(
        "--alpha",
        "How --cutout stores colors: straight or premultiplied. Default: straight; premultiplied in EXR.",
        ["straight", "premultiplied"]);

    private readonly Option<string> _decontaminate =
        ChoiceOption.WithDefault("--decontaminate", "Remove the old background's color from soft edges: on or off.", ["on", "off"]);

    private readonly Option<string?> _format = new("--format")
    {
        Description = "The container of an output that is not a file, such as stdout, fd:N, a named pipe or a device: rawvideo, y4m, nut, "
            + "matroska, gif…. For a folder: the extension of its files. Default: by the output's extension.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _codec = new("--codec")
    {
        Description = "The video codec of the outputs that can hold it: h264, hevc, av1, vp9, prores, qtrle, ffv1…. "
            + "Default: the container's usual one.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _quality =
        NumberOption.Whole("--quality", "N", new(0, 100), "The quality of lossy codecs, 0 to 100. Default: 75.");

    private readonly Option<string?> _ffmpeg = new("--ffmpeg-args")
    {
        Description = "More options for ffmpeg's encoder, in one string.",
        HelpName = "ARGS",
    };

    private readonly Option<bool> _noAudio = new("--no-audio") { Description = "Leave out sound, subtitles and chapters." };
    private readonly Option<bool> _toneMap = new("--tonemap") { Description = "Convert HDR (PQ, HLG) to BT.709." };
    private readonly Option<string?> _loop = LoopOption.Create();
    private readonly Option<bool> _overwrite = SharedOptions.Overwrite();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup("Outputs", _combined, _mask, _cutout, _foreground, _composite, _sheet, _matte, _overwrite);
        command.AddGroup("Look", _panels, _background, _crop, _alpha, _decontaminate, _moments);
        command.AddGroup("Encoding", _format, _codec, _quality, _noAudio, _toneMap, _loop, _ffmpeg);
    }

    /// <summary>The options with how all outputs are written.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PipelineOptions Apply(PipelineOptions options, ParseResult parsed) => options with
    {
        Overwrite = parsed.GetValue(_overwrite),
        KeepAudio = !parsed.GetValue(_noAudio),
        ToneMap = parsed.GetValue(_toneMap),
        Crop = parsed.GetValue(_crop) is { } crop ? SubjectCropText.Parse(_crop.Name, crop) : null,
        Plays = LoopOption.Parse(parsed.GetValue(_loop)),
    };

    /// <summary>What was given for all outputs.</summary>
    public IEnumerable<string> Names(ParseResult parsed) =>
        new[] { _combined, _mask, _cutout, _foreground, _composite, _sheet }.SelectMany(option => parsed.GetValue(option)!);

    /// <summary>Whether an output goes to stdout or another stream.</summary>
    public bool UsesStreams(ParseResult parsed) => Names(parsed).Any(OutputStreams.Is);

    /// <summary>Whether files may be replaced.</summary>
    public bool Overwrites(ParseResult parsed) => parsed.GetValue(_overwrite);

    /// <summary>The matte file that was named, or null.</summary>
    public string? Matte(ParseResult parsed) => parsed.GetValue(_matte);

    /// <summary>The format that was named, or null.</summary>
    public string? Format(ParseResult parsed) => parsed.GetValue(_format);

    /// <summary>The outputs.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isRaw">Whether raw frames come in, and therefore go out to stdout.</param>
    /// <param name="place">Makes the file's name of what was given for an output.</param>
    /// <exception cref="UsageException">Values do not go together.</exception>
    public IReadOnlyList<MediaOutput> Outputs(ParseResult parsed, bool isRaw, Func<MediaOutput, string, string> place)
    {
        CheckThatLookIsUsed(parsed);
        var decontaminate = parsed.GetValue(_decontaminate) == "on";
        var outputs = new List<MediaOutput>();
        var streams = new OutputStreams();
        Add(_combined, () => new CombinedOutput { Panels = ParsePanels(parsed.GetValue(_panels)!) });
        Add(_mask, () => new MaskOutput());
        Add(_cutout, () => new CutoutOutput
        {
            Alpha = parsed.GetValue(_alpha) is { } alpha ? Enum.Parse<AlphaMode>(alpha, ignoreCase: true) : null,
            Decontaminate = decontaminate,
        });
        Add(_foreground, () => new ForegroundOutput());
        Add(_composite, () => new CompositeOutput
        {
            Background = BackgroundText.Parse(parsed.GetValue(_background)
                ?? throw new UsageException("--composite: needs a --background: '#rrggbb', blur, a picture, a video or a GIF.")),
            Decontaminate = decontaminate,
        });
        Add(_sheet, () => new SheetOutput { Moments = parsed.GetValue(_moments) });
        return WithCodec(outputs, parsed.GetValue(_codec));

        void Add(Option<string[]> option, Func<MediaOutput> create)
        {
            foreach (var name in parsed.GetValue(option)!)
            {
                if (option == _sheet && OutputStreams.Is(name))
                {
                    throw new UsageException($"{option.Name} {name}: a contact sheet is a file; give a name that ends with .png.");
                }

                var output = create() with
                {
                    Quality = parsed.GetValue(_quality),
                    FFmpegArguments = parsed.GetValue(_ffmpeg)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                };
                outputs.Add(OutputStreams.Is(name)
                    ? streams.Direct(output, name) with { Format = StandardFormat(option.Name, name) }
                    : WithFormat(output with { Path = place(output, name) }));
            }
        }

        // Of a name without an ending there is nothing else that says it.
        MediaOutput WithFormat(MediaOutput output) =>
            output.IsStream && parsed.GetValue(_format) is { } format ? output with { Format = format } : output;

        string StandardFormat(string option, string name) => parsed.GetValue(_format) ?? (isRaw
            ? "rawvideo"
            : throw new UsageException(
                $"{option} {name}: say what goes to {(name == InputOptions.Standard ? "stdout" : name)}: "
                + "--format rawvideo, y4m, nut, matroska or gif."));
    }

    /// <summary>Checks that a format, if given, is that of some output: files have that of their extension.</summary>
    /// <exception cref="UsageException">It would change nothing.</exception>
    public void CheckThatFormatIsUsed(ParseResult parsed, IReadOnlyList<MediaOutput> outputs)
    {
        if (Format(parsed) is { } format && outputs.All(output => output.Format is null))
        {
            throw new UsageException(
                $"{_format.Name} {format}: is for stdout, pipes and devices; the extension of a file's name says its format. Give another "
                + "extension, or leave it out.");
        }
    }

    // An option that changes no output is most likely a forgotten output.
    private void CheckThatLookIsUsed(ParseResult parsed)
    {
        Check(_panels, _combined);
        Check(_background, _composite);
        Check(_alpha, _cutout);
        Check(_decontaminate, _cutout, _composite);
        Check(_moments, _sheet);

        void Check(Option option, params IReadOnlyList<Option<string[]>> users)
        {
            if (parsed.GetResult(option) is { Implicit: false } && users.All(user => parsed.GetValue(user)!.Length == 0))
            {
                var names = Choices.Or([.. users.Select(user => user.Name)]);
                throw new UsageException($"{option.Name}: is for {names} and changes no other output; give {names}, or leave it out.");
            }
        }
    }

    private static List<MediaOutput> WithCodec(List<MediaOutput> outputs, string? codec)
    {
        if (codec is null)
        {
            return outputs;
        }

        // One name for outputs of several containers: each that holds the codec takes it. Where none does, the first says what there is.
        var named = outputs.ConvertAll(output => output with { Codec = codec });
        var takes = named.ConvertAll(output => output.TakesCodec);
        return takes.Contains(true) ? [.. named.Select((output, i) => takes[i] ? output : outputs[i])] : named;
    }

    private static IReadOnlyList<Panel> ParsePanels(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(name =>
            Enum.TryParse<Panel>(name, ignoreCase: true, out var panel) && Enum.IsDefined(panel) && !char.IsDigit(name[0])
                ? panel
                : throw new UsageException($"--panels {text}: give original, mask and cutout, separated by commas."))];

    private static Option<string[]> Output(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "OUT|-|fd:N",
        DefaultValueFactory = _ => [],
    };
}
