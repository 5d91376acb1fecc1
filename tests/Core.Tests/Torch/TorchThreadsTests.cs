using System.Runtime.InteropServices;
using U2Video.Core.Torch;

namespace U2Video.Core.Tests.Torch;

public partial class TorchThreadsTests
{
    [Fact]
    public void Native_code_sees_the_policy_and_a_given_one_stays()
    {
        Assert.True(TorchThreads.WaitAsleep());
        var policy = Marshal.PtrToStringUTF8(GetVariable("OMP_WAIT_POLICY"));
        Assert.Equal(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "PASSIVE", policy);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
