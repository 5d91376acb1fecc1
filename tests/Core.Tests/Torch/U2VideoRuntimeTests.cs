using U2Video.Core.Torch;

namespace U2Video.Core.Tests.Torch;

public sealed class U2VideoRuntimeTests
{
    [Fact]
    public void It_may_be_configured_again()
    {
        U2VideoRuntime.Configure(loadTorch: false);
        U2VideoRuntime.Configure();
        U2VideoRuntime.Configure();
        Assert.Equal((2, 10), (TorchLibrary.Version.Major, TorchLibrary.Version.Minor));
    }
}
