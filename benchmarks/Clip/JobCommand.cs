using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace U2Video.Benchmarks.Clip;

/// <summary>The process of one contender of <c>clip</c>. Only <see cref="Comparison"/> starts it.</summary>
internal static class JobCommand
{
    public const string Name = "clip-job";

    public static Command Create()
    {
        var text = new Argument<string>("JOB") { Description = "The job, as JSON." };
        var command = new Command(Name, "Runs one contender of clip.") { text };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(JsonSerializer.Deserialize<Job>(parsed.GetValue(text)!)!));
        return command;
    }

    private static async Task<int> RunAsync(Job job)
    {
        var outcome = job.Contender switch
        {
            Way.Loop => Loop.Run(job),
            Way.Reference => await Ours.WriteReferenceAsync(job),
            _ => await Ours.RunAsync(job, Way.All.Single(way => way.Name == job.Contender)),
        };
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(outcome with { OwnCpuSeconds = self.TotalProcessorTime.TotalSeconds }));
        return 0;
    }
}
