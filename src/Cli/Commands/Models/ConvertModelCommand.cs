using System.CommandLine;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Models;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models convert</c>: the same model in another format, wiring or precision.</summary>
internal static class ConvertModelCommand
{
    public static Command Create(ModelSource models, TextWriter error)
    {
        var options = new ConvertModelOptions();
        var command = new Command(
            "convert", "Write a model in another format, wiring or precision. What the file says about its use is kept.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), models, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ConvertModelSettings settings, ModelSource models, TextWriter error, CancellationToken cancellation)
    {
        var path = settings.Output;
        if (File.Exists(path) && !StreamingFile.Is(path) && !settings.Overwrite)
        {
            throw new U2VideoException($"{path}: exists already; give another name, or --overwrite to replace it.");
        }

        U2NetModel.CheckCanSave(path, settings.Type);
        using var model = await models.OpenAsync(settings.Input, settings.Overrides, cancellation).ConfigureAwait(false);
        if (settings.RestoreFrom is { } data)
        {
            var pictures = FoldedModel.Restore(model, data, cancellation);
            await error.WriteLineAsync($"batch normalization restored from {pictures} pictures of {data}; masks stay the same")
                .ConfigureAwait(false);
        }

        using var rewired = settings.Wiring is { } wiring ? model.WithWiring(wiring) : null;
        (rewired ?? model).Save(path, settings.Type);
        var variant = (rewired ?? model).Description.Variant;
        await error.WriteLineAsync($"{path}: {variant.Name}, {variant.Wiring.Name} wiring").ConfigureAwait(false);
        return ExitCode.Success;
    }
}
