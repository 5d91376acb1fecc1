using TorchSharp;
using U2Video.Core.Inference;

namespace U2Video.Cli.Commands;

/// <summary>How the network is to run.</summary>
/// <param name="Precision">With which numbers.</param>
/// <param name="Threads">On how many processors; null leaves it to torch, which takes all.</param>
internal sealed record Speed(Precision Precision, int? Threads)
{
    public const int MostThreads = 1024;

    /// <summary>Tells torch. It is a setting of the whole process.</summary>
    public void UseThreads()
    {
        if (Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }
    }
}
