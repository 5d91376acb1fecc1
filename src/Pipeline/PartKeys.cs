using System.Reflection;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline;

/// <summary>Says what the parts of a run's outputs are made of.</summary>
internal static class PartKeys
{
    // What says where outputs go, and not what they look like.
    private static readonly string[] Places =
    [
        nameof(MediaOutput.Path), nameof(MediaOutput.Stream), nameof(MediaOutput.StreamName), nameof(MediaOutput.IsStream),
    ];

    private static string Version =>
        typeof(PartKeys).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The keys of all outputs.</summary>
    /// <param name="options">What the whole run would make.</param>
    /// <param name="network">The network.</param>
    /// <param name="input">The SHA-256 of the input's file.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="start">The time stamp of its first frame.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">A file that an option names cannot be read.</exception>
    public static async Task<Dictionary<MediaOutput, PartKey>> OfAsync(
        PipelineOptions options, PredictorIdentity network, string input, int parts, IFrameSource clip, long start,
        CancellationToken cancellation)
    {
        var file = new PartInput(Path.GetFullPath(options.Input.Name), input);
        var common = new OptionValues();
        await common.AddAsync("matting", options.Matting, [nameof(options.BatchSize)], cancellation).ConfigureAwait(false);
        await common.AddAsync("model", network.ModelHash, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("model-options", network.OverridesText, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("size", network.Sizing?.ToString(), [], cancellation).ConfigureAwait(false);
        await common.AddAsync("precision", network.NumberType, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("deep", options.Decoding.KeepDepth, [], cancellation).ConfigureAwait(false);
        var keys = new Dictionary<MediaOutput, PartKey>();
        foreach (var output in options.Outputs)
        {
            var own = new OptionValues();
            await own.AddAsync("output", output, Places, cancellation).ConfigureAwait(false);
            keys[output] = new PartKey
            {
                Program = Version,
                Parts = parts,
                Input = file,
                Options = new SortedDictionary<string, string>(new Dictionary<string, string>(common.All.Concat(own.All))),
                Joining = JoiningOf(options, output, clip.Media, clip.Video, start),
            };
        }

        return keys;
    }

    private static PartJoining JoiningOf(
        PipelineOptions options, MediaOutput output, MediaInfo media, VideoFormat video, long start) => new()
        {
            Storage = PartStorages.For(output.Container),
            Codec = output.Codec,
            Quality = output.Quality,
            Arguments = output.FFmpegArguments,
            Stream = media.Stream,
            From = options.From,
            To = options.To,
            MaxFrames = options.MaxFrames,
            KeepAudio = options.KeepAudio,
            ToneMap = options.ToneMap,
            Plays = options.Plays,
            Width = video.Width,
            Height = video.Height,
            TimeBase = video.TimeBase.ToString(),
            SampleAspect = video.SampleAspect.ToString(),
            ClipStart = start,
        };
}
