using Microsoft.ML.OnnxRuntime;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Benchmarks.Net;

/// <summary>One way to run the network.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Runs it once on all pictures; their fused masks, 0…1.</param>
internal sealed record Contender(string Name, Func<float[][]> Run);

/// <summary>All ways, with the same weights.</summary>
internal static class Contenders
{
    public static IEnumerable<Contender> OnnxRuntime(U2NetVariant variant, Tensor pictures, int threads)
    {
        var path = Path.Combine(Path.GetTempPath(), $"u2video-net-{Environment.ProcessId}-{variant.Name}.onnx");
        using (var model = new U2NetModel(Network(variant), ModelDescription.ForForeign(variant)))
        {
            model.Save(path);
        }

        var session = new InferenceSession(path, new SessionOptions { IntraOpNumThreads = threads });
        File.Delete(path);
        yield return Way("ONNX Runtime", 1);
        if (pictures.shape[0] > 1)
        {
            yield return Way("ONNX Runtime, as a batch", (int)pictures.shape[0]);
        }

        Contender Way(string name, int together)
        {
            var inputs = pictures.split(together).Select(part => (Values: part.contiguous().data<float>().ToArray(), part.shape)).ToList();
            return new Contender(
                name, () => [.. inputs.SelectMany(input => Run(input.Values, input.shape).Chunk(input.Values.Length / 3 / together))]);
        }

        float[] Run(float[] values, long[] shape)
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(values, shape);
            using var options = new RunOptions();
            using var outputs = session.Run(options, ["input"], [tensor], ["d0"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    public static Contender AsWritten(U2NetVariant variant, Tensor pictures)
    {
        var network = Network(variant);
        var plain = pictures.contiguous();
        return new Contender("torch, as written", () => [.. plain.split(1).Select(picture => Mask(network.call(picture).Fused))]);
    }

    /// <summary>As the program runs it: several pictures at the same time, a single one on all threads.</summary>
    public static Contender Prepared(U2NetVariant variant, Tensor pictures, ScalarType precision, PictureStreams streams)
    {
        var network = Network(variant);
        network.PrepareForInference(precision);
        return new Contender($"ours, {precision.ToString().ToLowerInvariant()}", () =>
            [.. streams.Run(
                (int)pictures.shape[0],
                i =>
                {
                    using var scope = NewDisposeScope();
                    using var mode = inference_mode();
                    return new Result(Mask(network.PredictFused(pictures.narrow(0, i, 1).to(precision))));
                }).Select(result => result.Values)]);
    }

    private static U2Net Network(U2NetVariant variant)
    {
        random.manual_seed(7);
        var network = new U2Net(variant);
        network.eval();
        return network;
    }

    private static float[] Mask(Tensor logits) => logits.to(float32).sigmoid().contiguous().data<float>().ToArray();

    private sealed record Result(float[] Values) : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
