namespace U2Video.Pipeline.Media;

/// <summary>An address from which a clip is fetched over a network.</summary>
/// <param name="Address">The address: <c>scheme://…</c>.</param>
internal sealed record AddressLocation(string Address) : MediaLocation
{
    private static readonly string[] Schemes = ["http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "udp", "tcp", "srt", "ftp"];

    /// <summary>The schemes that can be opened.</summary>
    public static string KnownSchemes => string.Join(", ", Schemes);

    /// <summary>Whether it is fetched by HTTP.</summary>
    public bool IsHttp => Address.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is written like an address and not like a path.</summary>
    public static bool IsLike(string text) =>
        SchemeOf(text) is { Length: > 1 } scheme && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    /// <summary>Whether a text is an address that can be opened.</summary>
    public static bool CanOpen(string text) =>
        SchemeOf(text) is { } scheme && Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase);

    private static string? SchemeOf(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? text[..end] : null;
}
