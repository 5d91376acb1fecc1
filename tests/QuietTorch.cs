using System.Runtime.CompilerServices;
using U2Video.Core.Torch;

namespace U2Video.Tests;

/// <summary>Keeps libtorch's warnings out of the tests' output, as the program keeps them off stderr.</summary>
internal static class QuietTorch
{
    // Before any test, because libtorch reads the level once.
#pragma warning disable CA2255 // A test assembly is the application here.
    [ModuleInitializer]
    internal static void Initialize() => TorchLog.FatalOnly();
#pragma warning restore CA2255
}
