using System.CommandLine;
using U2Video.Cli.Help;

namespace U2Video.Cli.Commands.Plugin;

/// <summary><c>u2video plugin</c>: the filter for ffmpeg, GStreamer and MLT.</summary>
internal static class PluginCommand
{
    public static Command Create(TextWriter output) =>
        new("plugin", "Install the frei0r filter for ffmpeg, GStreamer, melt, Kdenlive and Shotcut.")
        {
            Subcommand("install", "Link the filter into a folder that hosts search.", output, folder =>
            {
                var place = PluginPlace.Install(folder);
                output.WriteLine($"installed: {place}");
                output.WriteLine(PluginPlace.Advice);
            }),
            Subcommand("uninstall", "Remove the link again.", output, folder =>
                output.WriteLine($"removed: {PluginPlace.Uninstall(folder)}")),
            Subcommand("where", "Show where the filter is, where it is installed, and what the worker is.", output, folder =>
            {
                output.WriteLine($"filter     {PluginPlace.Filter ?? "not built"}");
                output.WriteLine($"installed  {PluginPlace.FindInstalled(folder) ?? "not in " + PluginPlace.Folder(folder)}");
            }),
        };

    private static Command Subcommand(string name, string description, TextWriter output, Action<string?> run)
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "The folder. Default: the first of FREI0R_PATH, else ~/.frei0r-1/lib.",
            HelpName = "DIR",
        };
        var command = new Command(name, description);
        command.AddGroup("Place", folder);
        command.SetAction(parsed =>
        {
            run(parsed.GetValue(folder));
            output.Flush();
            return ExitCode.Success;
        });
        return command;
    }
}
