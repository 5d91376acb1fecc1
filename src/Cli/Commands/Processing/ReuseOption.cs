using System.CommandLine;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--reuse T</c>: how different a frame may be and still take over the last mask.</summary>
internal static class ReuseOption
{
    public static Option<double?> Create() => NumberOption.Real(
        "--reuse",
        "T",
        new(0, 16),
        "A frame takes over the mask of the last frame that the network saw if both differ by at most T levels of 255 on "
            + "average, and by 4 T in any 8x8 pixels of what the network sees: 0 to 16. Default: 0, only equal frames.");
}
