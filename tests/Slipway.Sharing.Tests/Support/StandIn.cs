using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Registry.Tests.Support;

namespace Slipway.Sharing.Tests.Support;

/// <summary>
/// A registry in this process that keeps to the specification (https://github.com/opencontainers/distribution-spec) and
/// has switches for what registries differ in, and for what goes wrong.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly FaultServer _server;
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Content, string Type)> _manifests =
        new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Repository, string Tag), string> _tags = new();
    private int _requests = -1;

    public StandIn() => _server = new FaultServer(HandleAsync);

    public string Host => _server.Host;

    /// <summary>How many requests there were.</summary>
    public int Requests => _requests + 1;

    public bool HasReferrers { get; init; }

    public bool Deletes { get; init; } = true;

    /// <summary>Tags of a page, whatever is asked for.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Every so manieth request is one too many; 0 for none.</summary>
    public int RateLimit { get; init; }

    /// <summary>How likely a list of tags leaves one out.</summary>
    public double Flicker { get; init; }

    /// <summary>Which request fails; negative for none.</summary>
    public int Failing { get; set; } = -1;

    /// <summary>Whether the connection of that request breaks after the work is done; else it is answered with 503.
    /// </summary>
    public bool Cuts { get; init; }

    public void Restart() => _requests = -1;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(FaultServer.Exchange exchange)
    {
        int number = Interlocked.Increment(ref _requests);
        if (RateLimit > 0 && number % RateLimit == RateLimit - 1)
        {
            await exchange.AnswerAsync(429, string.Empty, ("Retry-After", "0"));
            return;
        }

        if (number == Failing && !Cuts)
        {
            await exchange.AnswerAsync(503);
            return;
        }

        byte[] body = await BodyAsync(exchange);
        if (number == Failing)
        {
            // What was asked for is done, and nobody hears of it.
            Answer(exchange, body);
            exchange.Cut();
            return;
        }

        var (status, content, headers) = Answer(exchange, body);
        await exchange.AnswerAsync(status, content, headers);
    }

    private (int Status, byte[] Body, (string, string)[] Headers) Answer(FaultServer.Exchange exchange, byte[] body)
    {
        string path = exchange.Path;
        string method = exchange.Request.HttpMethod;
        if (path == "/v2/")
        {
            return Ok([]);
        }

        foreach (string part in (string[])["/blobs/uploads/", "/blobs/", "/manifests/", "/tags/list", "/referrers/"])
        {
            if (path.IndexOf(part, StringComparison.Ordinal) is > 0 and var at)
            {
                string repository = path["/v2/".Length..at];
                string name = path[(at + part.Length)..];
                return part switch
                {
                    "/blobs/uploads/" => Upload(exchange, method, repository, name, body),
                    "/blobs/" => Blob(repository, name),
                    "/manifests/" => Manifest(exchange, method, repository, name, body),
                    "/tags/list" => Tags(exchange, repository),
                    _ => Referrers(repository, name),
                };
            }
        }

        return Status(404);
    }

    private (int, byte[], (string, string)[]) Upload(
        FaultServer.Exchange exchange, string method, string repository, string id, byte[] body)
    {
        if (method == "POST")
        {
            if (exchange.Request.QueryString["mount"] is { } mounted
                && _blobs.TryGetValue($"{exchange.Request.QueryString["from"]}@{mounted}", out byte[]? there))
            {
                _blobs[$"{repository}@{mounted}"] = there;
                return Status(201);
            }

            id = Guid.NewGuid().ToString("n");
            _uploads[id] = new MemoryStream();
        }
        else if (!_uploads.ContainsKey(id))
        {
            return Status(404);
        }

        var upload = _uploads[id];
        upload.Write(body);
        if (method == "PUT")
        {
            string digest = DigestOf(upload.ToArray());
            _uploads.TryRemove(id, out _);
            if (digest != exchange.Request.QueryString["digest"])
            {
                return Status(400);
            }

            _blobs[$"{repository}@{digest}"] = upload.ToArray();
            return Status(201);
        }

        return Status(
            202,
            ("Location", $"/v2/{repository}/blobs/uploads/{id}"),
            ("Range", string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}")));
    }

    private (int, byte[], (string, string)[]) Blob(string repository, string digest) =>
        _blobs.TryGetValue($"{repository}@{digest}", out byte[]? content)
            ? Ok(content, ("Docker-Content-Digest", digest))
            : Status(404);

    private (int, byte[], (string, string)[]) Manifest(
        FaultServer.Exchange exchange, string method, string repository, string name, byte[] body)
    {
        string digest = name.StartsWith("sha256:", StringComparison.Ordinal)
            ? name
            : _tags.GetValueOrDefault((repository, name), string.Empty);
        string key = $"{repository}@{digest}";
        switch (method)
        {
            case "PUT":
                var document = JsonNode.Parse(body)!.AsObject();
                // No manifest without its blobs.
                foreach (var blob in (document["layers"] as JsonArray ?? [])
                    .Append(document["config"])
                    .OfType<JsonNode>())
                {
                    if (!_blobs.ContainsKey($"{repository}@{blob["digest"]}"))
                    {
                        return Status(400);
                    }
                }

                digest = DigestOf(body);
                _manifests[$"{repository}@{digest}"] = (body, exchange.Request.ContentType!);
                if (!name.StartsWith("sha256:", StringComparison.Ordinal))
                {
                    _tags[(repository, name)] = digest;
                }

                return HasReferrers && document["subject"]?["digest"] is { } subject
                    ? Status(201, ("OCI-Subject", subject.ToString()))
                    : Status(201);
            case "DELETE" when !Deletes:
                return Status(405);
            case "DELETE":
                foreach (var tag in _tags.Where(pair => pair.Key.Repository == repository && pair.Value == digest))
                {
                    _tags.TryRemove(tag.Key, out _);
                }

                return Status(_manifests.TryRemove(key, out _) ? 202 : 404);
            default:
                return _manifests.TryGetValue(key, out var manifest)
                    ? Ok(manifest.Content, ("Content-Type", manifest.Type), ("Docker-Content-Digest", digest))
                    : Status(404);
        }
    }

    private (int, byte[], (string, string)[]) Tags(FaultServer.Exchange exchange, string repository)
    {
        string last = exchange.Request.QueryString["last"] ?? string.Empty;
        var all = _tags.Keys
            .Where(tag => tag.Repository == repository && string.CompareOrdinal(tag.Tag, last) > 0)
            .Select(tag => tag.Tag)
            .Order(StringComparer.Ordinal)
            .ToList();
        var page = all.Take(PageSize).ToList();
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            name = repository,
            tags = page.Where(_ => !(Random.Shared.NextDouble() < Flicker)).ToArray(),
        });
        return all.Count > page.Count
            ? Ok(body, ("Link", $"</v2/{repository}/tags/list?last={page[^1]}>; rel=\"next\""))
            : Ok(body);
    }

    private (int, byte[], (string, string)[]) Referrers(string repository, string digest)
    {
        if (!HasReferrers)
        {
            return Status(404);
        }

        var listed =
            from pair in _manifests
            where pair.Key.StartsWith($"{repository}@", StringComparison.Ordinal)
            let document = JsonNode.Parse(pair.Value.Content)!
            where document["subject"]?["digest"]?.ToString() == digest
            select new
            {
                mediaType = pair.Value.Type,
                digest = pair.Key[(repository.Length + 1)..],
                size = pair.Value.Content.Length,
                artifactType = document["artifactType"]?.ToString(),
            };
        const string type = "application/vnd.oci.image.index.v1+json";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new { schemaVersion = 2, mediaType = type, manifests = listed.ToArray() });
        return Ok(body, ("Content-Type", type));
    }

    private static (int, byte[], (string, string)[]) Ok(byte[] body, params (string, string)[] headers) =>
        (200, body, headers);

    private static (int, byte[], (string, string)[]) Status(int status, params (string, string)[] headers) =>
        (status, [], headers);

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static async Task<byte[]> BodyAsync(FaultServer.Exchange exchange)
    {
        using var body = new MemoryStream();
        await exchange.Request.InputStream.CopyToAsync(body);
        return body.ToArray();
    }
}
