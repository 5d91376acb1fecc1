namespace U2Video.Benchmarks.Live;

internal sealed class Replay(string way, int height, int seconds, IReadOnlyList<string> rest)
{
    public Task RunAsync(IReadOnlyList<U2Video.Benchmarks.Smoothing.Cutout> people) => Task.FromResult((way, height, seconds, rest, people));
}
