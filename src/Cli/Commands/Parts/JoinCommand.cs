using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Parts;

/// <summary><c>u2video join</c>: makes an output of its parts.</summary>
internal static class JoinCommand
{
    public static Command Create(TextWriter error)
    {
        var output = new Argument<string>("OUT") { Description = "The output as it was named when its parts were made." };
        var input = new Option<string?>("--input")
        {
            Description = "The input, for its sound and tags. Default: where it was when the parts were made.",
            HelpName = "FILE",
        };
        var keep = new Option<bool>("--keep-parts") { Description = "Leave the folder of parts in place. Default: remove it." };
        var overwrite = SharedOptions.Overwrite();
        var command = new Command("join", "Put the parts of an output together that runs with --part made.") { output };
        command.AddExamples(
            "u2video join out.mp4                              the parts are in out.mp4.parts",
            "u2video join out.webm --input /other/place/in.mp4");
        command.AddGroup("Join", input, keep, overwrite);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(output)!;
            var join = new PartJoin(name)
            {
                Input = parsed.GetValue(input),
                Overwrite = parsed.GetValue(overwrite),
                KeepsParts = parsed.GetValue(keep),
            };
            var (storage, frames) = await join.RunAsync(cancellation).ConfigureAwait(false);
            await error.WriteLineAsync(Describe(name, storage, frames)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Describe(string name, PartStorage storage, long frames) =>
        $"{name}: {(frames == 1 ? "1 frame" : $"{frames} frames")}; " + storage switch
        {
            PartStorage.Encoded => "the parts are joined as they are.",
            PartStorage.Pictures => "the pictures are numbered.",
            _ => "encoded from parts without loss, because such a file can only be written in one piece.",
        };
}
