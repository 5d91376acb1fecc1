using U2Video.Core.Errors;

namespace U2Video.Cli;

/// <summary>What the process ends with; documented in docs/reference.md.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int BadInput = 3;
    public const int Model = 4;
    public const int Device = 5;

    /// <summary>A check found more doubt than the user allows.</summary>
    public const int Doubtful = 6;

    public const int Interrupted = 130;

    /// <summary>The reader of stdout left: as a program ends that SIGPIPE kills.</summary>
    public const int OutputClosed = 141;

    /// <summary>The code that a failure stands for.</summary>
    public static int For(Exception error) => error switch
    {
        UsageException => WrongUsage,
        InputException => BadInput,
        ModelException => Model,
        DeviceException => Device,
        OutputClosedException => OutputClosed,
        OperationCanceledException => Interrupted,
        _ => Failed,
    };
}
