using U2Video.Core.Errors;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline;

/// <summary>Refuses what cannot be made in parts.</summary>
internal static class PartLimits
{
    /// <summary>Checks a run.</summary>
    /// <param name="options">What the whole run would make.</param>
    /// <param name="part">The option that asks for parts.</param>
    /// <exception cref="UsageException">Something of it cannot be made in parts.</exception>
    public static void Check(PipelineOptions options, PropertyName part)
    {
        Check(
            options.Input is FileSource,
            $"{part}: {options.Input.Name} is not a file that every part could read; save it to a file first");
        Check(!options.Live, $"{part}: live pictures have no parts; leave {PipelineOptions.Named.Live} out");
        Check(options.Outputs.Count > 0, $"{part}: there is no output to make parts of; give {PipelineOptions.Named.Outputs}");
        Check(
            options.Crop is null,
            $"{part}: {PipelineOptions.Named.Crop} has to see the whole clip first; crop the clip before, or make it in one run");
        Check(
            options.Reuse == 0,
            $"{part}: with {MattingOptions.Named.Reuse} above 0 a frame depends on the clip's beginning; leave it out");
        foreach (var output in options.Outputs)
        {
            Check(
                !output.IsStream,
                $"{part}: {output.Target} {output.Name} is a stream, in which parts cannot wait to be joined; name a file");
            Check(
                !output.IsForWholeClip,
                $"{part}: {output.Target} {output.Name} shows the whole clip; make it in a run of its own");
            Check(
                !output.Container.IsPicture,
                $"{part}: {output.Target} {output.Name} is one picture; make it in one run");
        }

        static void Check(bool holds, MessageText otherwise)
        {
            if (!holds)
            {
                throw new UsageException($"{otherwise}.");
            }
        }
    }
}
