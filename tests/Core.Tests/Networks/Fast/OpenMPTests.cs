using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Own work on torch's threads.</summary>
public class OpenMPTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_thread_comes_once(int threads)
    {
        var came = await OnThreadOfItsOwn(() =>
        {
            Assert.True(OpenMP.TrySetThreads(threads));
            Assert.Equal(threads, OpenMP.Threads);
            var counts = new int[threads];
            OpenMP.Run(thread => Interlocked.Increment(ref counts[thread]));
            return counts;
        });

        Assert.All(came, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task What_a_thread_throws_arrives()
    {
        var failure = await OnThreadOfItsOwn(() =>
        {
            OpenMP.TrySetThreads(2);
            return Record.Exception(() => OpenMP.Run(thread =>
            {
                if (thread == 1)
                {
                    throw new InvalidDataException("one");
                }
            }));
        });

        Assert.Equal("one", Assert.IsType<InvalidDataException>(failure).Message);
    }

    // Within the work of one thread no others are to be had, whatever was asked for.
    [Fact]
    public async Task All_is_computed_where_fewer_threads_come_than_were_asked_for()
    {
        var differences = await OnThreadOfItsOwn(() =>
        {
            OpenMP.TrySetThreads(2);
            var largest = new float[3];
            OpenMP.Run(thread =>
            {
                if (thread > 0)
                {
                    return;
                }

                using var scope = NewDisposeScope();
                using var mode = inference_mode();
                var x = randn(1, 24, 24, 16).permute(0, 3, 1, 2);
                var (weight, bias) = (randn(16, 16, 3, 3) / 12, randn(16));
                using var convolution = new WinogradConvolution(weight, bias);
                largest[0] = Difference(convolution.Run(x), nn.functional.conv2d(x, weight, bias, padding: [1L, 1L]).relu());
                largest[1] = Difference(FastSampling.Pool(x, ceiling: false), nn.functional.max_pool2d(x, 2, 2));
                largest[2] = Difference(
                    FastSampling.Resize(x, 48, 48),
                        nn.functional.interpolate(x, [48, 48], mode: InterpolationMode.Bilinear, align_corners: false));
            });
            return largest;
        });

        Assert.All(differences, difference => Assert.InRange(difference, 0, 1e-4f));
    }

    private static float Difference(Tensor one, Tensor other) => (one - other).abs().max().item<float>();

    // The number of threads is each thread's own: those of other tests keep theirs.
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            // Torch sets a thread up by its own rules when it first computes there.
            _ = get_num_threads();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
