namespace U2Video.Plugin.Tests;

/// <summary>What a host's run left.</summary>
public sealed record HostRun(int Code, byte[] Output, string Error)
{
    /// <summary>The lines of the filter on stderr.</summary>
    public IReadOnlyList<string> Complaints => [.. Error.Split('\n').Where(line => line.StartsWith("u2video: ", StringComparison.Ordinal))];
}
