using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace U2Video.Tests;

/// <summary>A request as it came, header names in lower case.</summary>
internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>
/// An HTTP server on 127.0.0.1 that answers each request byte for byte as a test wants it, also wrongly: it writes what it is told to
/// write, and then closes the connection.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    public const string CertificateSubject = "CN=127.0.0.1";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Func<LoopbackRequest, Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="answer">Writes status, headers and body. The token ends when the server does.</param>
    /// <param name="isSecure">Whether it speaks https, with a certificate that nobody trusts.</param>
    public LoopbackServer(Func<LoopbackRequest, Stream, CancellationToken, Task> answer, bool isSecure = false)
    {
        _answer = answer;
        _certificate = isSecure ? SelfSigned() : null;
        _listener.Start();
        Address = new Uri($"{(isSecure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    /// <summary>Writes the status line and headers.</summary>
    public static Task WriteHeadAsync(Stream stream, string status, params string[] headers)
    {
        string[] lines = [$"HTTP/1.1 {status}", .. headers, "Connection: close", "", ""];
        return stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines))).AsTask();
    }

    /// <summary>Stops listening; a test may do so early.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await OpenAsync(client);
                var request = await ReadAsync(stream);
                _requests.Enqueue(request);
                await _answer(request, stream, _stopping.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The client had enough, or the test has.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secure;
    }

    private async Task<LoopbackRequest> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(_stopping.Token) ?? throw new IOException("No request came.");
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        return new LoopbackRequest(first.Split(' ')[1], headers);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(CertificateSubject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
