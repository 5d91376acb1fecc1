using System.CommandLine;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models pull</c>: downloads a model, unless it is here.</summary>
internal static class PullModelCommand
{
    public static Command Create(ModelRegistry registry, ModelSource models, TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("NAME") { Description = "A name that 'u2video models list' shows." };
        var command = new Command("pull", "Download a model, verify it, and print its path. An interrupted download is continued.")
        {
            name,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = parsed.GetValue(name)!;
            if (wanted == ModelRegistry.EmbeddedName)
            {
                await error.WriteLineAsync($"{wanted}: is built in; there is nothing to pull").ConfigureAwait(false);
                return ExitCode.Success;
            }

            var model = registry.Find(wanted)
                ?? throw new ModelException($"{wanted}: no such model; there are {string.Join(", ", registry.Names)}.");
            await output.WriteLineAsync(await models.PullAsync(model, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
