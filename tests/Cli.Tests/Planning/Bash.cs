using System.Diagnostics;

namespace U2Video.Cli.Tests.Planning;

/// <summary>Runs scripts by the bash that is installed.</summary>
internal static class Bash
{
    /// <summary>Whether programs are installed.</summary>
    public static bool Has(params IReadOnlyList<string> programs) =>
        programs.All(program => Run($"command -v {program}", new Dictionary<string, string>()).Code == 0);

    /// <summary>Runs a script, or with <c>-n</c> only reads it.</summary>
    /// <param name="script">The script.</param>
    /// <param name="variables">Environment variables beside the test's own.</param>
    /// <param name="options">Options of bash, and the script's arguments behind <c>-s --</c>.</param>
    public static ProgramRun Run(string script, IReadOnlyDictionary<string, string> variables, params IReadOnlyList<string> options)
    {
        var start = new ProcessStartInfo("bash", options)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        bash.WaitForExit();
        return new ProgramRun(bash.ExitCode, output.Result, error.Result);
    }
}
