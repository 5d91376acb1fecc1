namespace U2Video.Pipeline.FFmpeg;

/// <summary>How a run of ffmpeg ended.</summary>
/// <param name="Code">The exit code; 0 is success.</param>
/// <param name="LastLines">The end of its stderr.</param>
internal sealed record FFmpegExit(int Code, IReadOnlyList<string> LastLines)
{
    private const int FirstSignal = 128;
    private const int LastSignal = 32;
    private const int Kill = 9;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    // How ffmpeg ends by those two signals once it handles them, and its message while it still opens its inputs.
    private const int InterruptedByItself = 255;
    private const string InterruptedWhileOpening = "Immediate exit requested";
    private const int FileTooLarge = 25;

    // ffmpeg writes this instead of repeating a line.
    private const string Repetition = "Last message repeated";

    /// <summary>The line that most probably says why, without ffmpeg's own prefix.</summary>
    public string Reason
    {
        get
        {
            var line = LastLines.LastOrDefault(SaysSomething) ?? "no message";
            var prefixEnd = line.StartsWith('[') ? line.IndexOf("] ", StringComparison.Ordinal) : -1;
            return (prefixEnd < 0 ? line : line[(prefixEnd + 2)..]).Trim().TrimEnd('.');
        }
    }

    /// <summary>Whether a signal ended it, as by a terminal's Ctrl-C.</summary>
    public bool IsInterrupted => Code is InterruptedByItself or FirstSignal + Interrupt or FirstSignal + Terminate
        || (Code != 0 && Reason.Contains(InterruptedWhileOpening, StringComparison.Ordinal));

    /// <summary>The message of an error: what was done, ffmpeg's exit code and its reason; one line.</summary>
    public string Explain(string what) => $"{what}: ffmpeg {HowItEnded} ({Reason}).";

    private static bool SaysSomething(string line) =>
        line.Trim() is { Length: > 0 } text && !text.StartsWith(Repetition, StringComparison.Ordinal);

    // As shells count: a process that a signal ended has the signal's number and 128.
    private string HowItEnded => (Code - FirstSignal) switch
    {
        Kill => "was killed, as the system does when memory runs out",
        FileTooLarge => "was ended because the file grew beyond what is allowed (ulimit -f)",
        > 0 and < LastSignal and var signal => $"was ended by signal {signal}",
        _ => $"ended with code {Code}",
    };

    /// <summary>The whole end of stderr, for an inner exception.</summary>
    public Exception Details => new InvalidOperationException(string.Join(Environment.NewLine, LastLines));
}
