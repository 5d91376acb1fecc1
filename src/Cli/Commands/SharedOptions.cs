using System.CommandLine;

namespace U2Video.Cli.Commands;

/// <summary>Options that several commands have, with the same words and the same meaning.</summary>
internal static class SharedOptions
{
    public static Option<string> Device() => new("--device")
    {
        Description = "Where the network runs: auto, cpu, cuda or cuda:N.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    public static Option<string?> Size() => new("--size")
    {
        Description = "What pictures are brought to for the network: a square of N pixels a side, WxH, or auto: their own shape at "
            + "the model's number of pixels. Default: the square that the model was trained for.",
        HelpName = "auto|N|WxH",
    };

    public static Option<bool> Overwrite() => new("--overwrite") { Description = "Replace the output if it exists." };

    public static Option<string> Precision()
    {
        var precision = new Option<string>("--precision")
        {
            Description = "How the weights are stored: fp32 or fp16.",
            HelpName = "fp32|fp16",
            DefaultValueFactory = _ => "fp32",
        };
        precision.AcceptOnlyFromAmong("fp32", "fp16");
        return precision;
    }

    public static Option<string[]> Data() => new("--data")
    {
        Description = "A data set: a folder with images/ and masks/, or of another known layout. May be given several times.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string> MaskValues() => new("--mask-values")
    {
        Description = "What the values of masks mean: alpha (white or opaque is the subject), inverted, labels (all above 0), or the "
            + "labels that are the subject, such as 15 or 1,3-5. auto looks at all masks, and asks where they leave a doubt.",
        HelpName = "WHAT",
        DefaultValueFactory = _ => "auto",
    };

    public static Option<string?> Split() => new("--split")
    {
        Description = "How each data set is split: every:N, counts:TRAIN/VALID/TEST, fraction:VALID/TEST[/SEED] or list:FILE.",
        HelpName = "RULE",
    };
}
