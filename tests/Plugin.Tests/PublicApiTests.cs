using U2Video.Client;
using U2Video.Tests;

namespace U2Video.Plugin.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(WorkerClient).Assembly, "Plugin.Tests");

    [Fact]
    public void It_says_for_how_many_threads_it_is() => PublicApi.AssertSaysForHowManyThreads(typeof(WorkerClient).Assembly);
}
