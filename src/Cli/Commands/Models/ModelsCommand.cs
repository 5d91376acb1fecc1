using System.CommandLine;
using U2Video.Core.Checkpoints.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models</c>: the models that have a name.</summary>
internal static class ModelsCommand
{
    public static Command Create(ModelRegistry registry, ModelSource models, TextWriter output, TextWriter error) =>
        new("models", "List the models that have a name, and download them.")
        {
            ListModelsCommand.Create(registry, output, error),
            PullModelCommand.Create(registry, models, output, error),
        };
}
