using U2Video.Core.Inference;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>What tests of matte files share.</summary>
public abstract class MatteTests : ClipTests
{
    protected static PredictorIdentity Identity { get; } = new("of the tests") { Sizing = 64 };

    /// <summary>The network of all tests.</summary>
    protected static PredictorSource Network => PredictorSource.Of(Predictor, Identity);

    protected static PipelineOptions Options(string input, string? matte, params MediaOutput[] outputs) =>
        new() { Input = input, Matte = matte, Outputs = outputs, Overwrite = true };

    /// <summary>Runs once.</summary>
    protected static Task<PipelineProgress> RunAsync(PipelineOptions options, PredictorSource? network = null) =>
        new VideoPipeline(network ?? Network).RunAsync(options, null, Cancellation);

    /// <summary>Runs with a network that fails when it is loaded: all masks have to come from the matte.</summary>
    protected static async Task<PipelineProgress> RunWithoutNetworkAsync(PipelineOptions options)
    {
        using var network = new PredictorSource(_ => throw new InvalidOperationException("The network was loaded.")) { Identity = Identity };
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
        Assert.Equal(one.Select(mask => mask.Time), other.Select(mask => mask.Time));
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    protected static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Ffmpeg.FrameTimes(expected), Ffmpeg.FrameTimes(actual));
        Assert.Equal(Ffmpeg.Pixels(expected), Ffmpeg.Pixels(actual));
    }

    /// <summary>A clip of 20 frames in which something moves.</summary>
    protected string Clip(string name = "in.mkv") => Make(name, "testsrc2=s=96x64:r=10:d=2");

    protected MaskOutput Mask(string name) => new() { Path = At(name), Codec = name.EndsWith(".mkv", StringComparison.Ordinal) ? "ffv1" : null };
}
