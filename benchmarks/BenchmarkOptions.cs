using System.CommandLine;

namespace U2Video.Benchmarks;

/// <summary>Options that several benchmarks have, with the same words and the same meaning as in the program.</summary>
internal static class BenchmarkOptions
{
    public static Option<int> Size(int otherwise) => new("--size")
    {
        Description = "The size that the network sees, the side of a square in pixels.",
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
    };

    public static Option<int?> Threads() => new("--threads")
    {
        Description = "Processors that each contender uses. Default: what each of them chooses.",
        HelpName = "N",
    };

    public static Option<int> Rounds(int otherwise) => new("--rounds")
    {
        Description = "How often everything is measured; the table has medians.",
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
    };

    public static Option<int?> MaxFrames() => new("--max-frames") { Description = "Stop after N frames of a clip.", HelpName = "N" };

    public static Option<string?> Model() =>
        new("--model") { Description = "A file with weights. Default: the built-in model.", HelpName = "FILE" };

    public static Argument<string[]> DataSets() => new("DATA")
    {
        Description = "Folders with images/ and masks/; every tenth pair by name is used, which the built-in model never saw.",
        Arity = ArgumentArity.OneOrMore,
    };
}
