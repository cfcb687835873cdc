using System.Net;
using System.Text;
using Slipway.Tests.Http;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>A Mercurial server as far as a chain of tasks asks it: push logs, files of revisions, projects.</summary>
internal sealed class HgWeb : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);

    public HgWeb()
    {
        Address = $"http://127.0.0.1:{FreePort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>The server's address, with the slash at its end.</summary>
    public string Address { get; }

    /// <summary>What is answered for a path with its query.</summary>
    public void Put(string path, string content)
    {
        lock (_pages)
        {
            _pages[path] = content;
        }
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string? page;
            lock (_pages)
            {
                page = _pages.GetValueOrDefault(context.Request.Url!.OriginalString[Address.Length..]);
            }

            context.Response.StatusCode = page is null ? 404 : 200;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(page ?? "nothing"));
            context.Response.Close();
        }
    }
}
