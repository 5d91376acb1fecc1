using System.CommandLine;

namespace U2Video.Cli.Commands;

/// <summary>Options that several commands have, with the same words and the same meaning.</summary>
internal static class SharedOptions
{
    public static Option<string> Device() => new("--device")
    {
        Description = "Where the network runs: auto, cpu, cuda or cuda:N. A device that is named and missing is an error.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    public static Option<string?> Size() => new("--size")
    {
        Description = "The size that the network sees: N (a square), WxH, or auto (the picture's own shape with as many pixels as the "
            + "model's square). Default: the square that the model was trained for.",
        HelpName = "auto|N|WxH",
    };

    public static Option<bool> Overwrite() => new("--overwrite") { Description = "Replace an output that exists. Default: refuse." };

    public static Option<string> SavePrecision()
    {
        var precision = ChoiceOption.WithDefault(
            "--save-precision", "The number type of the weights that are written: fp32 or fp16.", ["fp32", "fp16"]);

        // Accepted until version 0.3.
        precision.Aliases.Add("--precision");
        return precision;
    }

    public static Option<string[]> Data() => new("--data")
    {
        Description = "A data set: a folder with images/ and masks/, or with another known layout. May be given several times.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string> MaskValues() => new("--mask-values")
    {
        Description = "What the values of masks mean: alpha (white or opaque is the subject), inverted, labels (all above 0 are the "
            + "subject), or the labels that are the subject, such as 15 or 1,3-5. auto looks at all masks and refuses doubtful ones.",
        HelpName = "WHAT",
        DefaultValueFactory = _ => "auto",
    };

    public static Option<string?> Split() => new("--split")
    {
        Description = "How each data set is split: every:N, counts:TRAIN/VALID/TEST, fraction:VALID/TEST[/SEED] or list:FILE.",
        HelpName = "RULE",
    };
}
