using System.Globalization;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Tests.Networks;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Torch;

/// <summary>
/// All that computes gives bit for bit the same while garbage is collected without pause. Where nothing keeps alive what libtorch reads,
/// one of these fails within seconds; a crash of the process is such a failure too.
/// </summary>
public sealed class CollectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    // Of each training; more for whoever has the time.
    private static int Steps => int.Parse(Environment.GetEnvironmentVariable("U2VIDEO_STEPS") ?? "2", CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, int, int, int> Networks => new()
    {
        // Both sizes of the network, both wirings; 32 is computed by oneDNN alone, the larger ones by Winograd's method too, and 48 and
        // 80 halve to odd sizes.
        { "lite", "official", 32, 32, 12 },
        { "lite", "official", 80, 48, 6 },
        { "lite", "kimjy99", 96, 64, 4 },
        { "lite", "kimjy99", 160, 160, 2 },
        { "full", "official", 64, 48, 2 },
        { "full", "kimjy99", 32, 64, 2 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Masks_are_the_same(string size, string wiring, int width, int height, int rounds)
    {
        using var predictor = new MaskPredictor(Model(size, wiring), CPU, InputSizing.Exactly(width, height));
        var frames = Frames(4, width, height);
        foreach (var normalization in Enum.GetValues<OutputNormalization>())
        {
            await SameAsync(async () => Values(await predictor.PredictInputsAsync(frames, normalization, default)), rounds);
        }
    }

    [Fact]
    public async Task Masks_of_a_batch_that_arrives_alone_are_the_same()
    {
        using var predictor = new MaskPredictor(Model("lite", "official"), CPU, InputSizing.Square(64));
        var frames = Frames(1, 200, 100);

        await SameAsync(async () => Values(await predictor.PredictAsync(frames)), rounds: 12);
    }

    [Fact]
    public async Task Masks_in_16_bits_are_the_same()
    {
        Assert.SkipUnless(Core.Networks.Fast.OneDnn.HasBFloat16, "This processor has no instructions for bfloat16.");
        using var predictor = new MaskPredictor(Model("lite", "official"), CPU, InputSizing.Square(64), Precision.Bf16);
        var frames = Frames(4, 64, 64);

        await SameAsync(async () => Values(await predictor.PredictInputsAsync(frames)), rounds: 4);
    }

    // As a checkpoint comes: convolution, normalization and ReLU each by itself.
    [Theory]
    [InlineData("official", 80, 48)]
    [InlineData("kimjy99", 64, 96)]
    public async Task All_outputs_of_a_network_as_it_is_trained_are_the_same(string wiring, int width, int height)
    {
        using var model = Model("lite", wiring);
        using var x = rand(2, 3, height, width);

        await SameAsync(() => Task.FromResult(Outputs(model.Network, x)), rounds: 3);
    }

    [Theory]
    [InlineData(nameof(OptimizerKind.Adam))]
    [InlineData(nameof(OptimizerKind.AdamW))]
    public async Task Weights_are_the_same(string optimizer)
    {
        var pairs = WritePairs(6);
        const int batch = 2;
        var options = new TrainingOptions
        {
            Recipe = Recipe.Portrait with
            {
                Size = 32,
                Epochs = 1,
                BatchSize = batch,
                LearningRate = 3e-3,
                Optimizer = Enum.Parse<OptimizerKind>(optimizer),
                Schedule = new Schedule.Constant(),
            },
            Training = [.. Enumerable.Range(0, batch * Steps).Select(index => pairs[index % 4])],
            Validation = [.. pairs.Skip(4)],
            OutputPath = Path.Combine(_folder, "best.safetensors"),
            LastPath = Path.Combine(_folder, "last.safetensors"),
        };

        await SameAsync(() =>
        {
            Trainer.Run(options, CPU, []);
            return Task.FromResult(new[] { File.ReadAllBytes(options.LastPath) });
        });

        // The second half of a run that was saved.
        var saved = File.ReadAllBytes(options.LastPath);
        await SameAsync(() =>
        {
            File.WriteAllBytes(options.LastPath, saved);
            Trainer.Run(options with { Resume = true, Recipe = options.Recipe with { Epochs = 2 } }, CPU, []);
            return Task.FromResult(new[] { File.ReadAllBytes(options.LastPath) });
        });
    }

    [Fact]
    public async Task Figures_and_samples_are_the_same()
    {
        var pairs = WritePairs(4);
        using var model = Model("lite", "official");
        using var predictor = new MaskPredictor(Model("lite", "official"), CPU, InputSizing.Square(64));

        await SameAsync(async () =>
        {
            var measured = await ModelEvaluation.RunAsync(predictor, pairs);
            var sheet = await WorstCases.DrawAsync(predictor, new EvaluationReport("m", 64, [new("d", measured)]), 2);
            var (loss, metrics) = Validation.Run(model.Network, model.Description, pairs, LossMixture.Default, default);
            var samples = SamplePredictions.Predict(model.Network, model.Description, pairs, 64);
            var values = samples.Select(sample => Bytes(sample.Prediction)).ToList();
            samples.ToList().ForEach(sample => sample.Dispose());
            var figures = $"{string.Join(' ', measured.Select(picture => picture.Measures))} {string.Join(' ', loss.Terms)} {metrics}";
            return [System.Text.Encoding.UTF8.GetBytes(figures), sheet, .. values];
        });
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".pth")]
    [InlineData(".onnx")]
    public async Task Files_and_what_is_read_from_them_are_the_same(string extension)
    {
        var path = Path.Combine(_folder, "model" + extension);

        await SameAsync(() =>
        {
            using (var model = Model("lite", "official"))
            {
                model.Save(path);
                using var rewired = model.WithWiring(Wiring.Kimjy99);
                rewired.Save(Path.Combine(_folder, "rewired" + extension));
            }

            using var again = U2NetModel.Load(path);
            using var scope = NewDisposeScope();
            return Task.FromResult<byte[][]>(
            [
                File.ReadAllBytes(Path.Combine(_folder, "rewired" + extension)),
                .. again.Network.state_dict().Values.Select(value => value.cpu().contiguous().bytes.ToArray()),
            ]);
        });
    }

    // Once in peace, and then under the collector.
    private static async Task SameAsync(Func<Task<byte[][]>> compute, int rounds = 1)
    {
        var expected = await compute();
        using var collector = new RestlessCollector();
        for (var round = 0; round < rounds; round++)
        {
            var found = await compute();

            Assert.Equal(expected.Length, found.Length);
            Assert.All(
                expected.Zip(found), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second), "Something is not the same."));
        }

        Assert.True(collector.Collections > 0, "Nothing was collected.");
    }

    private static U2NetModel Model(string size, string wiring)
    {
        var variant = (size == "full" ? U2NetVariant.Full : U2NetVariant.Lite) with { Wiring = Wiring.Parse(wiring) };
        return new U2NetModel(
            RandomNetwork.Create(variant),
            new ModelDescription
            {
                Variant = variant,
                Input = InputEncoding.Official,
                Output = OutputNormalization.MinMax,
                InputSize = 64,
            });
    }

    private static byte[][] Outputs(U2Net network, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        return [.. network.call(x).All.Select(logits => logits.contiguous().bytes.ToArray())];
    }

    private static Frame[] Frames(int count, int width, int height) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var frame = new Frame(width, height);
        new Random(index).NextBytes(frame.Pixels.Span);
        return frame;
    })];

    private static byte[][] Values(IReadOnlyList<Mask> masks)
    {
        var values = masks.Select(Bytes).ToArray();
        foreach (var mask in masks)
        {
            mask.Dispose();
        }

        return values;
    }

    private static byte[] Bytes(Mask mask) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(mask.Values).ToArray();

    private IReadOnlyList<TrainingPair> WritePairs(int count)
    {
        foreach (var name in new[] { "images", "masks" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        for (var i = 0; i < count; i++)
        {
            using var mask = new Mat(48, 48, MatType.CV_8UC1, OpenCvSharp.Scalar.Black);
            Cv2.Circle(mask, new Point(12 + (i * 2), 24), 10, OpenCvSharp.Scalar.White, thickness: -1);
            using var image = new Mat(48, 48, MatType.CV_8UC3, new OpenCvSharp.Scalar(40, 40, 40));
            image.SetTo(new OpenCvSharp.Scalar(30, 60, 220), mask);
            Cv2.ImWrite(Path.Combine(_folder, "images", $"{i:D2}.png"), image);
            Cv2.ImWrite(Path.Combine(_folder, "masks", $"{i:D2}.png"), mask);
        }

        return DataFolder.Open(_folder).Pairs;
    }
}
