using System.Globalization;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>What tests of matte files share.</summary>
public abstract class MatteTests : ClipTests
{
    private const int Side = 96;

    // Smaller pictures show the network nobody, and all masks are zeros.
    private static readonly Lazy<MaskPredictor> Shared = new(() => new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, Side));

    protected static PredictorIdentity Identity { get; } = new("of the tests") { Sizing = Side };

    /// <summary>The network of all tests.</summary>
    protected static PredictorSource Network => PredictorSource.Of(Shared.Value, Identity);

    protected static PipelineOptions Options(MediaSource input, string? matte, params MediaOutput[] outputs) =>
        new() { Input = input, Matte = matte, Outputs = outputs, Overwrite = true };

    /// <summary>Runs once.</summary>
    protected static Task<PipelineProgress> RunAsync(PipelineOptions options, PredictorSource? network = null) =>
        new VideoPipeline(network ?? Network).RunAsync(options, null, Cancellation);

    /// <summary>Runs with a network that fails when it is loaded: all masks have to come from the matte.</summary>
    protected static async Task<PipelineProgress> RunWithoutNetworkAsync(PipelineOptions options)
    {
        using var network = new PredictorSource(_ => throw new InvalidOperationException("The network was loaded."))
        {
            Identity = Identity,
        };
        return await RunAsync(options, network);
    }

    /// <summary>The mask of each frame, to the bit, by time.</summary>
    protected static IReadOnlyList<(TimeSpan Time, float[] Values)> MasksIn(string matte)
    {
        using var reader = MatteReader.Open(matte);
        var masks = new List<(TimeSpan, float[])>();
        for (var i = 0; i < reader.Count; i++)
        {
            using var mask = reader.Read(i);
            masks.Add((reader.TimeOf(i), mask.Values.ToArray()));
        }

        return masks;
    }

    protected static void AssertSameMasks(string expected, string actual)
    {
        var (one, other) = (MasksIn(expected), MasksIn(actual));
        Assert.Contains(one, mask => mask.Values.Max() > 0.3f);
        Assert.Equal(one.Select(mask => mask.Time), other.Select(mask => mask.Time));
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    protected static void AssertSame(string expected, string actual)
    {
        var pixels = Ffmpeg.Pixels(expected);
        Assert.True(pixels.Distinct().Count() > 16);
        Assert.Equal(Ffmpeg.FrameTimes(expected), Ffmpeg.FrameTimes(actual));
        Assert.Equal(pixels, Ffmpeg.Pixels(actual));
    }

    /// <summary>A clip of a person who sways.</summary>
    protected string Person(string name, int rate = 10, double seconds = 2, string filter = "null", params string[] encoding)
    {
        Ffmpeg.Run(
            [
                "-loop", "1", "-framerate", Text(rate), "-t", Text(seconds), "-i", Fixtures.Path("input.png"), "-vf",
                $"scale=116:116,crop=96:96:x='10+10*sin(n/3)':y='2*mod(n,7)',{filter}", .. encoding, At(name),
            ]);
        return At(name);
    }

    /// <summary>A clip of 20 frames.</summary>
    protected string Clip(string name = "in.mkv") => Person(name);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    protected MaskOutput Mask(string name) => new() { Path = At(name), Codec = "ffv1" };
}
