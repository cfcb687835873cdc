using System.Net;
using Slipway.Tests.Http;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>One request and its answer.</summary>
internal sealed class Exchange(HttpListenerContext context, CuttableFront front)
{
    // Asked for beforehand: a connection that is closed does not tell.
    private readonly int _connection = context.Request.RemoteEndPoint.Port;

    public HttpListenerRequest Request => context.Request;

    public HttpListenerResponse Response => context.Response;

    /// <summary>Path and query, exactly as they were sent.</summary>
    public string Resource => context.Request.RawUrl!;

    public async Task<byte[]> ReadBodyAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await Request.InputStream.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    /// <summary>Answers with all of a body.</summary>
    public async Task AnswerAsync(
        int status,
        string? contentType,
        ReadOnlyMemory<byte> body,
        IEnumerable<(string Name, string Value)> headers,
        CancellationToken cancellationToken)
    {
        Begin(status, contentType, headers);
        if (Request.HttpMethod == "HEAD")
        {
            return;
        }

        Response.ContentLength64 = body.Length;
        await Response.OutputStream.WriteAsync(body, cancellationToken);
    }

    /// <summary>Status and headers; the body is the caller's.</summary>
    public void Begin(int status, string? contentType, IEnumerable<(string Name, string Value)> headers)
    {
        Response.StatusCode = status;
        if (contentType is not null)
        {
            Response.ContentType = contentType;
        }

        foreach (var (name, value) in headers)
        {
            Response.Headers.Add(name, value);
        }
    }

    /// <summary>Breaks the connection.</summary>
    public void Cut() => front.Cut(_connection);

    /// <summary>Breaks the connection after what was written has gone out.</summary>
    public async Task CutAfterWhatWasWrittenAsync()
    {
        await Response.OutputStream.FlushAsync();
        await front.DrainAsync(_connection);
    }
}
