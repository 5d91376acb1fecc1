using Microsoft.ML.OnnxRuntime;
using U2Video.Core.Checkpoints;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Benchmarks.Net;

/// <summary>One way to run the network.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Runs it once; the fused mask, 0…1.</param>
internal sealed record Contender(string Name, Func<float[]> Run);

/// <summary>All ways, with the same weights.</summary>
internal static class Contenders
{
    public static Contender OnnxRuntime(U2NetVariant variant, Tensor input, int threads)
    {
        var path = Path.Combine(Path.GetTempPath(), $"u2video-net-{Environment.ProcessId}-{variant.Name}.onnx");
        using (var model = new U2NetModel(Network(variant), ModelDescription.ForForeign(variant)))
        {
            model.Save(path);
        }

        var session = new InferenceSession(path, new SessionOptions { IntraOpNumThreads = threads });
        File.Delete(path);
        var (values, shape) = (input.contiguous().data<float>().ToArray(), input.shape);
        return new Contender("ONNX Runtime", () =>
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(values, shape);
            using var options = new RunOptions();
            using var outputs = session.Run(options, ["input"], [tensor], ["d0"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        });
    }

    public static Contender AsWritten(U2NetVariant variant, Tensor input)
    {
        var network = Network(variant);
        var plain = input.contiguous();
        return new Contender("torch, as written", () => Mask(() => network.call(plain).Fused));
    }

    public static Contender Prepared(U2NetVariant variant, Tensor input, ScalarType precision)
    {
        var network = Network(variant);
        network.PrepareForInference(precision);
        return new Contender(
            $"prepared, {precision.ToString().ToLowerInvariant()}", () => Mask(() => network.PredictFused(input.to(precision))));
    }

    private static U2Net Network(U2NetVariant variant)
    {
        random.manual_seed(7);
        var network = new U2Net(variant);
        network.eval();
        return network;
    }

    private static float[] Mask(Func<Tensor> run)
    {
        using var scope = NewDisposeScope();
        return run().to(float32).sigmoid().contiguous().data<float>().ToArray();
    }
}
