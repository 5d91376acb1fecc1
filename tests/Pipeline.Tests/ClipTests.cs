using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Outputs;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests;

/// <summary>What tests of whole runs share: a folder, a small network, and the certainty that nothing is left alive.</summary>
public abstract class ClipTests : IDisposable
{
    private static readonly Lazy<MaskPredictor> Shared = new(() => new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64));

    /// <summary>A folder of this test's own.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    protected static MaskPredictor Predictor => Shared.Value;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
        GC.SuppressFinalize(this);
    }

    /// <summary>A path in the folder.</summary>
    protected string At(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a clip of a source of ffmpeg's.</summary>
    protected string Make(string name, string source, params string[] encoding)
    {
        Ffmpeg.Run(["-f", "lavfi", "-i", source, .. encoding, At(name)]);
        return At(name);
    }

    /// <summary>Makes a clip with sound.</summary>
    protected string MakeWithSound(string name, string video, string audio, params string[] encoding)
    {
        Ffmpeg.Run(["-f", "lavfi", "-i", video, "-f", "lavfi", "-i", audio, .. encoding, At(name)]);
        return At(name);
    }

    /// <summary>The frames as they are: what comes out must be what went in.</summary>
    protected CombinedOutput Original(string name) => new() { Path = At(name), Panels = [Panel.Original] };

    /// <summary>Runs once; the outputs are in the folder.</summary>
    protected static Task RunAsync(MediaSource input, params MediaOutput[] outputs) => RunAsync(input, options => options, outputs);

    /// <summary>Runs once, with other options.</summary>
    protected static async Task<IReadOnlyList<PipelineNotice>> RunAsync(
        MediaSource input, Func<PipelineOptions, PipelineOptions> change, params MediaOutput[] outputs)
    {
        var options = new PipelineOptions { Input = input, Outputs = outputs, Overwrite = true, Smoothing = SmoothingOptions.Off };
        var notices = new List<PipelineNotice>();
        await new VideoPipeline(Predictor) { Notice = notices.Add }.RunAsync(change(options), null, Cancellation);
        return notices;
    }
}
