namespace U2Video.Cli.Progress;

/// <summary>How progress is shown.</summary>
internal enum ProgressMode
{
    /// <summary>A bar on a terminal, plain lines elsewhere.</summary>
    Auto,

    /// <summary>A line now and then.</summary>
    Plain,

    /// <summary>A JSON object a line, for machines.</summary>
    Json,

    /// <summary>Not at all.</summary>
    None,
}
