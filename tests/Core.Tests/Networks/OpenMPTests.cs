using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

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
