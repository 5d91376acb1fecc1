using System.CommandLine;
using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models convert</c>: the same model in another format, wiring or precision.</summary>
internal static class ConvertModelCommand
{
    public static Command Create(ModelSource models, TextWriter error)
    {
        var options = new ModelOptions();
        var input = new Argument<string>("IN") { Description = "The weights to convert: a file, or a name of 'u2video models list'." };
        var output = new Argument<string>("OUT") { Description = "The file to make: *.safetensors, *.pth, *.pt or *.onnx." };
        var wiring = ModelOptions.OneOf(
            "--wiring",
            "The wiring of OUT: rewires the weights, so that the masks stay the same, for the official code's tools or for kimjy99's. "
                + "Default: as in IN. If IN's own wiring is misread, use --read-wiring.",
            ModelOptions.Wirings,
            ModelOptions.EarlierWiring);
        var license = new Option<string?>("--license") { Description = "The weights' licence, to stand in OUT.", HelpName = "TEXT" };
        var provenance = new Option<string?>("--provenance")
        {
            Description = "How the weights came to be, to stand in OUT. Default: as in IN.",
            HelpName = "TEXT",
        };
        var size = new Option<int?>("--size")
        {
            Description = "The side of the square that the network is to see, to stand in OUT. Default: as in IN.",
            HelpName = "PIXELS",
        };
        var restore = new Option<string?>("--restore-batchnorm")
        {
            Description = "Give batch normalisation that was folded into the weights back, by the pictures of a data set, "
                + "so that OUT can be trained.",
            HelpName = "DIR",
        };
        var precision = SharedOptions.Precision();
        var overwrite = SharedOptions.Overwrite();

        var command = new Command(
            "convert", "Write a model in another format, wiring or precision; what stands in the file about its use comes along.")
        {
            input, output, wiring, options.ReadWiring, precision, size, license, provenance, restore, overwrite,
        };
        foreach (var option in options.Encoding)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(output)!;
            if (File.Exists(path) && !parsed.GetValue(overwrite))
            {
                throw new U2VideoException($"{path}: exists already; give another name, or --overwrite to replace it.");
            }

            var type = parsed.GetValue(precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32;
            U2NetModel.CheckCanSave(path, type);
            var overrides = options.EncodingOverrides(parsed) with
            {
                Wiring = parsed.GetValue(options.ReadWiring) is { } read ? Wiring.Parse(read) : null,
                License = parsed.GetValue(license),
                Provenance = parsed.GetValue(provenance),
                InputSize = parsed.GetValue(size),
            };
            using var model = await models.OpenAsync(parsed.GetValue(input), overrides, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(restore) is { } data)
            {
                var pictures = FoldedModel.Restore(model, data, cancellation);
                await error.WriteLineAsync($"batch normalisation restored from {pictures} pictures of {data}; masks stay the same")
                    .ConfigureAwait(false);
            }

            using var rewired = parsed.GetValue(wiring) is { } name ? model.WithWiring(Wiring.Parse(name)) : null;
            (rewired ?? model).Save(path, type);
            var variant = (rewired ?? model).Description.Variant;
            await error.WriteLineAsync($"{path}: {variant.Name}, {variant.Wiring.Name} wiring").ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
