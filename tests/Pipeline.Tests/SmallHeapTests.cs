using U2Video.Tests;

namespace U2Video.Pipeline.Tests;

public sealed class SmallHeapTests
{
    [Fact]
    public Task Clips_come_out_right_where_garbage_is_collected_all_the_time() =>
        SmallHeap.AssertPassesAsync("*.VideoPipelineTests");
}
