using System.CommandLine;
using U2Video.Benchmarks.Clip;
using U2Video.Benchmarks.Doubt;
using U2Video.Benchmarks.Edges;
using U2Video.Benchmarks.Fix;
using U2Video.Benchmarks.Live;
using U2Video.Benchmarks.Net;
using U2Video.Benchmarks.Plugin;
using U2Video.Benchmarks.Scale;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Errors;

var root = new RootCommand("Benchmarks of U2Net.Video. benchmarks/README.md says what each of them measures.")
{
    NetCommand.Create(),
    ClipCommand.Create(),
    ScaleCommand.Create(),
    SmoothingCommand.Create(),
    LiveCommand.Create(),
    EdgesCommand.Create(),
    DoubtCommand.Create(),
    FixCommand.Create(),
    PluginCommand.Create(),
    JobCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (U2VideoException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
