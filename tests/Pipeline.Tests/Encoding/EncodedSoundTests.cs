using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Outputs;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Sound that is encoded again is whole.</summary>
public sealed class EncodedSoundTests : IDisposable
{
    private const int OpusRate = 48000;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Another_sample_rate_loses_no_samples()
    {
        var (input, output) = (Path.Combine(_folder, "in.mp4"), Path.Combine(_folder, "out.webm"));
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=2", "-f", "lavfi", "-i", "sine=r=44100:d=2",
            "-c:v", "libx264", "-c:a", "aac", input);
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        var options = new PipelineOptions { Input = input, Outputs = [new MaskOutput { Path = output }] };
        await new VideoPipeline(predictor).RunAsync(options, null, TestContext.Current.CancellationToken);

        var samples = Ffmpeg.Output("-nostdin", "-loglevel", "error", "-i", output, "-map", "0:a:0", "-f", "s16le", "-").Length / 2;
        Assert.InRange(samples, 1.98 * OpusRate, 2.08 * OpusRate);
    }
}
