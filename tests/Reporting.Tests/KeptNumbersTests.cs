using U2Video.Tests;

namespace U2Video.Reporting.Tests;

public sealed class KeptNumbersTests
{
    [Fact]
    public void No_number_is_left_to_the_garbage_collector() => Assert.Empty(KeptNumbers.FindLost(typeof(TrainingReport).Assembly));
}
