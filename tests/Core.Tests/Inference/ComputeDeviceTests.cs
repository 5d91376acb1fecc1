using U2Video.Core.Errors;
using U2Video.Core.Inference;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Inference;

public class ComputeDeviceTests
{
    [Fact]
    public void Auto_takes_cuda_where_it_is_there() =>
        Assert.Equal(cuda.is_available() ? TorchSharp.DeviceType.CUDA : TorchSharp.DeviceType.CPU, ComputeDevice.Resolve("auto").type);

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("CUDA:3")]
    public void A_missing_device_is_an_error_and_never_replaced(string name)
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has CUDA devices.");

        Assert.Throws<DeviceException>(() => ComputeDevice.Resolve(name));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("")]
    public void Other_names_are_wrong_usage(string name) => Assert.Throws<UsageException>(() => ComputeDevice.Resolve(name));
}
