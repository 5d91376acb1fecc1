using OpenCvSharp;
using U2Video.Core.Fixing;
using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Fixing;

/// <summary>Learning a thing that a person holds from one frame.</summary>
public sealed class FrameFixingTests : IDisposable
{
    private const int Side = 64;

    private static readonly Rect Thing = new(14, 26, 20, 16);

    // Layers of so few pixels cost less than what it takes to divide them among threads.
    private readonly int _threads = get_num_threads();

    public FrameFixingTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(_threads);

    private static FixSettings Settings => new() { Steps = 25, Seed = 4, Corrected = 1, Anchors = 1, LearningRate = 1e-3 };

    [Fact]
    public void The_error_of_the_corrected_frame_falls_and_every_step_is_told()
    {
        using var model = U2NetModel.LoadEmbedded();
        var steps = new List<FixProgress>();

        var (before, after) = Learn(model, Settings, steps.Add);

        Assert.True(after < 0.5 * before, $"{before:F4} → {after:F4}");
        Assert.Equal(Enumerable.Range(1, Settings.Steps), steps.Select(step => step.Step));
        Assert.Equal(1, steps[^1].Share);
        Assert.Equal(TimeSpan.Zero, steps[^1].Remaining);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        var few = Settings with { Steps = 12 };
        var first = Learned(few);

        Assert.Equal(first, Learned(few));
        Assert.NotEqual(first, Learned(few with { Seed = 5 }));
    }

    [Fact]
    public void Weights_stay_where_nothing_becomes_better()
    {
        using var untouched = U2NetModel.LoadEmbedded();

        Assert.Equal(Weights(untouched), Learned(Settings with { Steps = 1, LearningRate = 0.05 }));
    }

    [Fact]
    public void The_time_ends_the_learning()
    {
        using var model = U2NetModel.LoadEmbedded();
        var steps = new List<FixProgress>();

        Learn(model, Settings with { TimeLimit = TimeSpan.FromMicroseconds(1) }, steps.Add);

        Assert.Single(steps);
        Assert.Equal(1, steps[0].Share);
    }

    [Fact]
    public void A_cancellation_ends_it()
    {
        using var model = U2NetModel.LoadEmbedded();
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Learn(model, Settings, _ => stop.Cancel(), stop.Token));
    }

    private static byte[] Learned(FixSettings settings)
    {
        using var model = U2NetModel.LoadEmbedded();
        Learn(model, settings, progress: null);
        return Weights(model);
    }

    private static byte[] Weights(U2NetModel model)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        return [.. model.Network.state_dict().Values.Where(value => value.is_floating_point())
            .SelectMany(value => value.detach().contiguous().bytes.ToArray())];
    }

    private static (double Before, double After) Learn(
        U2NetModel model, FixSettings settings, Action<FixProgress>? progress, CancellationToken cancellation = default)
    {
        using var corrected = Example(hasThing: true);
        using var anchor = Example(hasThing: false);
        return new FrameFixing(model, CPU, settings).Run([corrected], [anchor], progress, cancellation);
    }

    private static FixExample Example(bool hasThing)
    {
        using var frame = new Frame(Side, Side);
        using var mask = new Mat(Side, Side, MatType.CV_8UC1, Scalar.Black);
        using (var view = FrameMat.Of(frame))
        {
            using var file = Cv2.ImRead(Fixtures.Path("input.png"));
            using var small = file.Resize(new OpenCvSharp.Size(Side, Side), interpolation: InterpolationFlags.Area);
            Cv2.CvtColor(small, view.Mat, ColorConversionCodes.BGR2RGB);
            if (hasThing)
            {
                Cv2.Rectangle(view.Mat, Thing, new Scalar(48, 192, 96), -1);
                Cv2.Rectangle(mask, Thing, Scalar.White, -1);
            }
        }

        return FixExample.Of(frame, mask, new InputSize(Side, Side));
    }
}
