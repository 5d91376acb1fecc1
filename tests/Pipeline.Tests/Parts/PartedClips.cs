using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>Clips of two scenes with a person, the networks to matte them with, and runs in one piece and in parts.</summary>
public sealed class PartedClips : IDisposable
{
    private const int Side = 96;

    private readonly MaskPredictor _plain = new(U2NetModel.LoadEmbedded(), CPU, size: Side);
    private readonly Lazy<MaskPredictor> _stretched = new(() => new MaskPredictor(
        U2NetModel.LoadEmbedded(new ModelOverrides { Output = OutputNormalization.MinMax }), CPU, size: Side));

    public void Dispose()
    {
        _plain.Dispose();
        if (_stretched.IsValueCreated)
        {
            _stretched.Value.Dispose();
        }
    }

    /// <summary>Makes a clip that moves, with noise, and with a cut in its middle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">How many frames it has.</param>
    /// <param name="arguments">The arguments of its encoder, and filters before them.</param>
    internal static void Make(string path, int frames, params string[] arguments)
    {
        var filter = $"scale=128:128,crop=96:96:x='16+14*sin(n/4)':y=8,noise=alls=12:allf=t:all_seed=1,"
            + $"hflip=enable='gte(n,{frames / 2})',negate=enable='gte(n,{frames / 2})'";
        Ffmpeg.Run(
        [
            "-loop", "1", "-r", "30000/1001", "-i", Fixtures.Path("input.png"),
            "-f", "lavfi", "-i", "sine=300:duration=60", "-frames:v", $"{frames}", "-shortest",
            "-vf", arguments is [var more, ..] && more.Length > 0 ? $"{filter},{more}" : filter, .. arguments.Skip(1), path,
        ]);
    }

    /// <summary>A network whose identity is known.</summary>
    /// <param name="isStretched">Whether its masks are stretched by a range that follows the scene.</param>
    internal PredictorSource Network(bool isStretched = false) =>
        PredictorSource.Of(isStretched ? _stretched.Value : _plain, new PredictorIdentity(isStretched ? "stretched" : "plain")
        {
            Sizing = InputSizing.Square(Side),
        });

    /// <summary>Makes all parts and joins them.</summary>
    internal async Task MakeInPartsAsync(PipelineOptions options, int count, bool isStretched = false)
    {
        for (var number = 1; number <= count; number++)
        {
            Assert.True(await MakePartAsync(options, number, count, isStretched), $"part {number} was there");
        }

        foreach (var output in options.Outputs)
        {
            await new PartJoin(output.Path!).RunAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Makes one part.</summary>
    /// <returns>Whether it was missing.</returns>
    internal async Task<bool> MakePartAsync(PipelineOptions options, int number, int count, bool isStretched = false)
    {
        var stop = TestContext.Current.CancellationToken;
        var network = Network(isStretched);
        using var clip = await PartedClip.OpenAsync(network, options, new Division.Into(count), stop);
        if (await clip.PrepareAsync(number, stop) is not { } part)
        {
            return false;
        }

        await new VideoPipeline(network).RunAsync(part, null, stop);
        return true;
    }

    /// <summary>Makes the same in one run, with names that begin with <c>whole</c>.</summary>
    /// <returns>The files.</returns>
    internal async Task<IReadOnlyList<string>> MakeWholeAsync(PipelineOptions options, bool isStretched = false)
    {
        MediaOutput[] outputs = [.. options.Outputs.Select(output => output with { Path = WholeName(output.Path!) })];
        await new VideoPipeline(Network(isStretched)).RunAsync(
            options with { Outputs = outputs }, null, TestContext.Current.CancellationToken);
        return [.. outputs.Select(output => output.Path!)];
    }

    private static string WholeName(string path)
    {
        var name = Path.GetFileName(path.TrimEnd('/'));
        return Path.Combine(Path.GetDirectoryName(path.TrimEnd('/'))!, "whole-" + name) + (path.EndsWith('/') ? "/" : "");
    }
}
