using System.CommandLine;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models</c>: weights files and the names of some.</summary>
internal static class ModelsCommand
{
    public static Command Create(ModelRegistry registry, ModelSource models, TextWriter output, TextWriter error) =>
        new("models", "List, download, inspect and convert models.")
        {
            ListModelsCommand.Create(registry, output, error),
            PullModelCommand.Create(registry, models, output, error),
            InspectModelCommand.Create(registry, models, output),
            ConvertModelCommand.Create(models, error),
        };
}
