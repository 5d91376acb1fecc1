using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Inference;

public class MaskPredictorTests
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("official_u2netp.pth")]
    public async Task The_batch_size_does_not_change_masks(string name)
    {
        using var predictor = new MaskPredictor(Open(name), CPU, size: 128);
        var frames = Enumerable.Range(0, 8).Select(index => Noise(index, 90 + index, 70)).ToList();

        var together = await predictor.PredictAsync(frames);
        for (var i = 0; i < frames.Count; i++)
        {
            var alone = await predictor.PredictAsync([frames[i]]);
            Assert.Equal(0, LargestDifference(together[i], alone[0]));
        }
    }

    [Fact]
    public async Task The_embedded_model_finds_the_person()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU);
        using var picture = OpenCvSharp.Cv2.ImRead(Fixtures.Path("input.png"));
        using var frame = ToFrame(picture);

        var mask = (await predictor.PredictAsync([frame]))[0];

        Assert.InRange(MeanAround(mask, 0.45, 0.25), 0.9f, 1f);
        Assert.InRange(MeanAround(mask, 0.68, 0.06), 0f, 0.1f);
        Assert.InRange(MeanAround(mask, 0.97, 0.3), 0f, 0.1f);
    }

    [Fact]
    public async Task Several_callers_share_one_predictor()
    {
        using var predictor = new MaskPredictor(Open("embedded"), CPU, size: 64);
        var frame = Noise(1, 50, 50);

        var masks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => predictor.PredictAsync([frame]))));

        Assert.All(masks, mask => Assert.Equal(0, LargestDifference(mask[0], masks[0][0])));
    }

    [Theory]
    [InlineData("rgba")]
    [InlineData("rgb48le")]
    [InlineData("rgba64le")]
    public void The_network_sees_the_same_whatever_the_layout(string name)
    {
        using var predictor = new MaskPredictor(Open("embedded"), CPU, 64);
        using var plain = Noise(1, 100, 60);
        var layout = new[] { PixelLayout.Rgba32, PixelLayout.Rgb48, PixelLayout.Rgba64 }.Single(layout => layout.Name == name);
        using var wide = new Frame(plain.Width, plain.Height, timestamp: 7, layout);
        for (var i = 0; i < plain.Width * plain.Height; i++)
        {
            for (var channel = 0; channel < layout.BytesPerPixel; channel++)
            {
                var color = channel / layout.BytesPerSample;
                wide.Pixels.Span[(i * layout.BytesPerPixel) + channel] = color < 3 ? plain.Pixels.Span[(i * 3) + color] : (byte)99;
            }
        }

        using var expected = predictor.ToInput(plain);
        using var input = predictor.ToInput(wide);

        Assert.Equal((PixelLayout.Rgb24, 7), (input.Layout, input.Timestamp));
        for (var i = 0; i < expected.ByteCount; i++)
        {
            Assert.InRange(Math.Abs(expected.Pixels.Span[i] - input.Pixels.Span[i]), 0, 1);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(5000)]
    public void Sizes_out_of_range_are_refused(int size) =>
        Assert.Throws<UsageException>(() => new MaskPredictor(Open("embedded"), CPU, size));

    [Fact]
    public void The_seed_wiring_needs_multiples_of_32() =>
        Assert.Throws<UsageException>(() => new MaskPredictor(Open("seed_u2net.pt"), CPU, size: 100));

    [Fact]
    public void What_fails_frees_the_model_and_its_thread()
    {
        var model = Open("embedded");
        var weight = model.Network.parameters().First();
        var threads = Threads;

        Assert.Throws<UsageException>(() => new MaskPredictor(model, CPU, size: 5000));

        Assert.True(weight.IsInvalid);
        AssertThreads(threads);
    }

    [Fact]
    public async Task It_is_disposed_once_and_predicts_nothing_afterwards()
    {
        var threads = Threads;
        var model = Open("embedded");
        var weights = model.Network.parameters().ToList();
        var predictor = new MaskPredictor(model, CPU, size: 64);
        using var frame = Noise(1, 64, 64);
        using var mask = (await predictor.PredictAsync([frame]))[0];
        var waiting = predictor.PredictAsync([frame]);

        predictor.Dispose();
        predictor.Dispose();

        using var late = (await waiting)[0];
        Assert.Equal(0, LargestDifference(mask, late));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => predictor.PredictAsync([frame]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => predictor.PredictInputsAsync([frame]));
        AssertThreads(threads);
        Assert.All(weights, weight => Assert.True(weight.IsInvalid));
    }

    private static int Threads => Directory.GetDirectories("/proc/self/task")
        .Count(thread => NameOf(thread).StartsWith("u2net", StringComparison.Ordinal));

    private static string NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm"));
        }
        catch (IOException)
        {
            // It has ended since it was listed.
            return "";
        }
    }

    // The system counts a thread for a moment longer than .NET does, also one of a test before this one.
    private static void AssertThreads(int most)
    {
        SpinWait.SpinUntil(() => Threads <= most, TimeSpan.FromSeconds(5));
        Assert.InRange(Threads, 0, most);
    }

    private static U2NetModel Open(string name) =>
        name == "embedded" ? U2NetModel.LoadEmbedded() : U2NetModel.Load(Fixtures.Unpack(name));

    private static Frame Noise(int seed, int width, int height)
    {
        var frame = new Frame(width, height);
        new Random(seed).NextBytes(frame.Pixels.Span);
        return frame;
    }

    private static Frame ToFrame(OpenCvSharp.Mat bgr)
    {
        OpenCvSharp.Cv2.CvtColor(bgr, bgr, OpenCvSharp.ColorConversionCodes.BGR2RGB);
        bgr.GetArray(out OpenCvSharp.Vec3b[] pixels);
        var frame = new Frame(bgr.Cols, bgr.Rows);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<OpenCvSharp.Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        return frame;
    }

    private static float LargestDifference(Mask one, Mask other)
    {
        var largest = 0f;
        for (var i = 0; i < one.Values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(one.Values[i] - other.Values[i]));
        }

        return largest;
    }

    // The mean of a small square around a place that is given as shares of width and height.
    private static float MeanAround(Mask mask, double x, double y)
    {
        var (column, row, radius) = ((int)(x * mask.Width), (int)(y * mask.Height), mask.Width / 40);
        var sum = 0f;
        for (var dy = -radius; dy <= radius; dy++)
        {
            for (var dx = -radius; dx <= radius; dx++)
            {
                sum += mask.Values[((row + dy) * mask.Width) + column + dx];
            }
        }

        return sum / ((2 * radius) + 1) / ((2 * radius) + 1);
    }
}
