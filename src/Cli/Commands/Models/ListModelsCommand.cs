using System.CommandLine;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models list</c>: which there are, and which are here.</summary>
internal static class ListModelsCommand
{
    private const string Gap = "  ";

    private const string Absent = "no";

    public static Command Create(ModelRegistry registry, TextWriter output, TextWriter error)
    {
        var command = new Command("list", "List the models, and show which of them are on this machine and where.");
        command.SetAction(async (_, cancellation) =>
        {
            var store = ModelStore.FromEnvironment();
            List<string[]> rows =
            [
                ["NAME", "NETWORK", "SIZE", "LICENSE", "HERE", "ABOUT", "WHERE"],
                [ModelRegistry.EmbeddedName, "lite", "2.4 MB", "Apache-2.0", "built in", "people; trained for this program", ""],
            ];
            foreach (var model in registry.Published)
            {
                var (state, place) = await LookAsync(store, model, error, cancellation).ConfigureAwait(false);
                rows.Add([model.Name, model.Variant, model.Size, model.License, state, model.About, place]);
            }

            await WriteAsync(output, rows).ConfigureAwait(false);
            if (rows.Any(row => row[4] == Absent))
            {
                await error.WriteLineAsync(
                    "--model NAME downloads a model that is not here, once; 'u2video models pull NAME' does so ahead of time.")
                    .ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<(string State, string Place)> LookAsync(
        ModelStore store, PublishedModel model, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            return await store.FindAsync(model, cancellation).ConfigureAwait(false) is { } path ? ("yes", path) : (Absent, "");
        }
        catch (ModelException failure)
        {
            // One wrong file does not hide the others.
            await error.WriteLineAsync($"u2video: {failure.Say(OptionNames.Of)}").ConfigureAwait(false);
            return ("unusable", store.PathOf(model));
        }
    }

    // The path is last, because only the path may have several spaces in a row.
    private static async Task WriteAsync(TextWriter output, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            await output.WriteLineAsync(string.Join(Gap, cells).TrimEnd()).ConfigureAwait(false);
        }
    }
}
