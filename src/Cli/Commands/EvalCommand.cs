using System.CommandLine;
using System.Globalization;
using TorchSharp;
using U2Video.Cli.Commands.Models;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Training;
using U2Video.Core.Training.Data;

namespace U2Video.Cli.Commands;

/// <summary><c>u2video eval</c>: measures a model on the held-out pairs of data sets.</summary>
internal static class EvalCommand
{
    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var data = SharedOptions.Data();
        var holdOut = SharedOptions.HoldOut();
        var all = new Option<bool>("--all") { Description = "Measure on every pair, not on the held-out ones alone." };
        var size = SharedOptions.Size();
        var model = new ModelOptions();
        var device = SharedOptions.Device();

        var command = new Command("eval", "Measure a model on pictures with true masks: mean IoU and mean absolute error.")
        {
            data, holdOut, all, size, device,
        };
        model.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var resolved = ComputeDevice.Resolve(parsed.GetValue(device)!);
            using var opened = await models.OpenAsync(parsed.GetValue(model.Model), model.Overrides(parsed), cancellation).ConfigureAwait(false);
            opened.Network.to(resolved);
            foreach (var folder in parsed.GetValue(data)!)
            {
                var set = DataFolder.Open(folder);
                DataCheck.ThrowIfAny(set.Bad);
                var pairs = set.Pairs;
                var chosen = parsed.GetValue(all)
                    ? pairs
                    : DataSplit.Make([set], SplitRule.EveryNth(parsed.GetValue(holdOut)), without: []).Validation;
                if (chosen.Count == 0)
                {
                    throw new InputException($"{folder}: has {pairs.Count} pairs, of which none is held out; use --all.");
                }

                error.WriteLine($"{folder}: measuring on {chosen.Count} of {pairs.Count} pairs");
                var figures = Evaluation.Run(
                    opened.Network, opened.Description, chosen, parsed.GetValue(size) ?? opened.Description.InputSize, cancellation);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{folder}: {figures.Pictures} pairs, mean IoU {figures.MeanIntersectionOverUnion:F4}, MAE {figures.MeanAbsoluteError:F4}"));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
