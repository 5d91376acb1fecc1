using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary>What one run of the program left: its exit code and all that it wrote.</summary>
internal sealed record ProgramRun(int Code, string Output, string Error)
{
    /// <summary>Runs a command line with models of the test's own.</summary>
    public static async Task<ProgramRun> StartAsync(ModelRegistry registry, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new CommandLine(output, error, registry).RunAsync(arguments);
        return new ProgramRun(code, output.ToString(), error.ToString());
    }
}
