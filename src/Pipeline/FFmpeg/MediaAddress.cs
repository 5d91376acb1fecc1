namespace U2Video.Pipeline.FFmpeg;

/// <summary>Inputs that are fetched over a network.</summary>
internal static class MediaAddress
{
    // None of these reads local files: what a playlist over there names is over there as well.
    private const string Protocols = "http,https,httpproxy,tls,tcp,udp,rtp,srtp,rtsp,rtsps,rtmp,rtmps,rtmpt,rtmpts,rtmpe,srt,ftp,crypto,data";

    // Of silence on the line, in microseconds.
    private const string Patience = "30000000";

    private static readonly string[] Schemes = ["http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "udp", "tcp", "srt", "ftp"];

    /// <summary>The schemes that can be opened.</summary>
    public static string KnownSchemes => string.Join(", ", Schemes);

    /// <summary>Whether a text is written like an address and not like a path: <c>scheme://…</c>.</summary>
    public static bool IsLike(string text) => SchemeOf(text) is { Length: > 1 } scheme && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    /// <summary>Whether it is an address that can be opened.</summary>
    public static bool Is(string text) => SchemeOf(text) is { } scheme && Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);

    /// <summary>What opens it, and what it leads to, but no file of this machine.</summary>
    public static IReadOnlyList<string> Input(string address) =>
    [
        .. address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? ["-rw_timeout", Patience] : Array.Empty<string>(),
        "-protocol_whitelist", Protocols, "-format_whitelist", Demuxers.WithStreams, .. FFmpegTools.PictureLimit, "-i", address,
    ];

    private static string? SchemeOf(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? text[..end] : null;
}
