using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Models;
using U2Video.Pipeline;
using U2Video.Pipeline.Fixing;

namespace U2Video.Cli.Commands.Processing;

/// <summary>The learning that comes before a run with corrected frames.</summary>
internal static class CorrectionRun
{
    /// <summary>Learns what the command line gives.</summary>
    /// <param name="options">The command's options.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="task">What will be made.</param>
    /// <param name="models">Opens the model.</param>
    /// <param name="display">Shows how far the learning is.</param>
    /// <param name="cancellation">Ends the work; nothing is left.</param>
    /// <returns>What was learned; null where nothing is corrected.</returns>
    /// <exception cref="U2VideoException">A mask, the clip or the model cannot be used.</exception>
    public static async Task<FixedClip?> LearnAsync(
        ProcessOptions options, ParseResult parsed, PipelineOptions task, ModelSource models, RunDisplay display,
        CancellationToken cancellation)
    {
        if (options.Corrections.Read(parsed) is not { } fix)
        {
            return null;
        }

        // Proves before the learning that the file can be written. A pipe is no file, and its reader waits for the model itself.
        var path = options.Corrections.SavePath(parsed);
        using var saved = path is null || StreamingFile.Is(path) ? null : new ReplacedFile(path, task.Overwrite);
        var fixer = await options.OpenFixerAsync(models, parsed, cancellation).ConfigureAwait(false);
        var clip = await display.LearnAsync(report => fixer.RunAsync(fix, task, report, cancellation)).ConfigureAwait(false);
        if (path is not null)
        {
            using var model = U2NetModel.Load(clip.ModelPath);
            model.Save(saved?.TemporaryPath ?? path);
            saved?.Commit();
        }

        return clip;
    }
}
