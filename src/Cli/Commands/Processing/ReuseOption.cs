using System.CommandLine;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--reuse T</c>: how different a frame may be and still take over the last mask.</summary>
internal static class ReuseOption
{
    public static Option<double> Create() => new("--reuse")
    {
        Description = "Frames that differ from the last one that the network saw by at most T levels of 255 in the mean (and 4 T in any "
            + "8x8 pixels of what it sees) take over its mask: 0 to 16. Default: 0, only frames that are the same.",
        HelpName = "T",
    };
}
