using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Values;

namespace Slipway.Registry.Tests.Support;

/// <summary>
/// A registry in memory that takes what the specification and its profile allow, and nothing else: a part in another
/// place than where the last one ended, an address that is out of date, content that is not what its digest says.
/// </summary>
/// <remarks>https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#push.</remarks>
internal sealed class StrictRegistry : IAsyncDisposable
{
    private readonly RegistryProfile _profile;
    private readonly ConcurrentDictionary<string, Upload> _uploads = new();
    private readonly ConcurrentDictionary<string, (byte[] Content, string? Type)> _stored = new();

    public StrictRegistry(RegistryProfile profile)
    {
        _profile = profile;
        Server = new FaultServer(HandleAsync);
    }

    public FaultServer Server { get; }

    public string Host => Server.Host;

    /// <summary>What happens to a request before the registry sees it; true when that is all.</summary>
    public Func<FaultServer.Exchange, Task<bool>> Before { get; init; } = _ => Task.FromResult(false);

    public byte[]? Blob(Sha256Digest digest) =>
        _stored.TryGetValue($"blobs/{digest.ToOciString()}", out var stored) ? stored.Content : null;

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task HandleAsync(FaultServer.Exchange exchange)
    {
        if (await Before(exchange))
        {
            return;
        }

        string path = exchange.Path;
        string kind = path.Contains("/manifests/", StringComparison.Ordinal) ? "manifests" : "blobs";
        string key = $"{kind}/{path[(path.LastIndexOf('/') + 1)..]}";
        await (exchange.Request.HttpMethod switch
        {
            "POST" => StartAsync(exchange),
            "PATCH" => PatchAsync(exchange),
            "PUT" when kind == "manifests" => PutManifestAsync(exchange, key),
            "PUT" => PutBlobAsync(exchange),
            "GET" when path.Contains("/referrers/", StringComparison.Ordinal) => ListReferrersAsync(exchange),
            "GET" when path.EndsWith("/tags/list", StringComparison.Ordinal) => ListTagsAsync(exchange),
            "HEAD" when _profile.HeadRefusal is { } refusal => exchange.AnswerAsync(refusal),
            "GET" when path.Contains("/uploads/", StringComparison.Ordinal) => TellAsync(exchange),
            "GET" or "HEAD" => ReadAsync(exchange, key),
            _ => exchange.AnswerAsync(405),
        });
    }

    private Task StartAsync(FaultServer.Exchange exchange)
    {
        var upload = new Upload(Guid.NewGuid().ToString("n"));
        _uploads[upload.Id] = upload;
        return exchange.AnswerAsync(_profile.StartStatus, string.Empty, ("Location", upload.Location(exchange)));
    }

    private async Task PatchAsync(FaultServer.Exchange exchange)
    {
        string? range = exchange.Request.Headers["Content-Range"];
        byte[] body = await BodyAsync(exchange);
        if ((Refusal(body) ?? _profile.PatchRefusal ?? (range is null ? null : _profile.PartRefusal)) is { } refusal)
        {
            await exchange.AnswerAsync(refusal);
        }
        else if (Find(exchange) is not { } upload)
        {
            await exchange.AnswerAsync(404);
        }
        else if (range is null ? upload.Content.Length > 0 : range != upload.Next(body.Length))
        {
            await exchange.AnswerAsync(416);
        }
        else
        {
            upload.Add(body);
            long said = _profile.RangeStandsStill ? upload.FirstPart : upload.Content.Length;
            await exchange.AnswerAsync(
                _profile.PatchStatus,
                string.Empty,
                ("Location", upload.Location(exchange)),
                ("Range", string.Create(CultureInfo.InvariantCulture, $"0-{said - 1}")));
        }
    }

    private async Task PutBlobAsync(FaultServer.Exchange exchange)
    {
        byte[] body = await BodyAsync(exchange);
        if ((Refusal(body) ?? (body.Length > 0 ? _profile.WholeRefusal : null)) is { } refusal)
        {
            await exchange.AnswerAsync(refusal);
        }
        else if (Find(exchange) is not { } upload)
        {
            await exchange.AnswerAsync(404);
        }
        else
        {
            upload.Add(body);
            _uploads.TryRemove(upload.Id, out _);
            byte[] content = upload.Content.ToArray();
            string digest = Sha256Digest.Of(content).ToOciString();
            bool isRight = exchange.Request.QueryString["digest"] == digest;
            if (isRight)
            {
                _stored[$"blobs/{digest}"] = (content, null);
            }

            await exchange.AnswerAsync(
                isRight ? _profile.PutStatus : 400,
                isRight ? string.Empty : """{"errors":[{"code":"DIGEST_INVALID"}]}""");
        }
    }

    private async Task PutManifestAsync(FaultServer.Exchange exchange, string key)
    {
        byte[] body = await BodyAsync(exchange);
        string digest = Sha256Digest.Of(body).ToOciString();
        _stored[key] = _stored[$"manifests/{digest}"] = (body, exchange.Request.ContentType);
        if (_profile.KeepsReferrers && JsonNode.Parse(body)!["subject"] is { } subject)
        {
            await exchange.AnswerAsync(
                _profile.ManifestStatus, string.Empty, ("OCI-Subject", (string)subject["digest"]!));
            return;
        }

        await exchange.AnswerAsync(_profile.ManifestStatus);
    }

    private Task ListReferrersAsync(FaultServer.Exchange exchange)
    {
        if (!_profile.KeepsReferrers || _profile.ReferrersRefusal is not null)
        {
            return exchange.AnswerAsync(_profile.ReferrersRefusal ?? 404);
        }

        string wanted = exchange.Path[(exchange.Path.LastIndexOf('/') + 1)..];
        var found = from stored in _stored
                    where stored.Key.StartsWith("manifests/sha256:", StringComparison.Ordinal)
                    let manifest = JsonNode.Parse(stored.Value.Content)!
                    where (string?)manifest["subject"]?["digest"] == wanted
                    select new JsonObject
                    {
                        ["mediaType"] = stored.Value.Type,
                        ["digest"] = stored.Key["manifests/".Length..],
                        ["size"] = stored.Value.Content.Length,
                        ["artifactType"] = (string?)manifest["artifactType"],
                    };
        return exchange.AnswerAsync(
            200,
            Encoding.UTF8.GetBytes(new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = "application/vnd.oci.image.index.v1+json",
                ["manifests"] = new JsonArray([.. found]),
            }.ToJsonString()),
            ("Content-Type", "application/vnd.oci.image.index.v1+json"));
    }

    private Task ListTagsAsync(FaultServer.Exchange exchange) => exchange.AnswerAsync(
        200,
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["tags"] = new JsonArray([
                .. _stored.Keys
                    .Where(key => key.StartsWith("manifests/", StringComparison.Ordinal) && !key.Contains(':'))
                    .Order(StringComparer.Ordinal)
                    .Select(key => JsonValue.Create(key["manifests/".Length..])),
            ]),
        }.ToJsonString()),
        ("Content-Type", "application/json"));

    private Task TellAsync(FaultServer.Exchange exchange) =>
        _profile.KnowsProgress && Find(exchange) is { } upload
            ? exchange.AnswerAsync(
                204,
                string.Empty,
                ("Location", upload.Location(exchange)),
                ("Range", string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Content.Length - 1)}")))
            : exchange.AnswerAsync(404);

    private Task ReadAsync(FaultServer.Exchange exchange, string key) =>
        _stored.TryGetValue(key, out var stored)
            ? exchange.AnswerAsync(
                200,
                stored.Content,
                ("Content-Type", _profile.ManifestType ?? stored.Type ?? "application/octet-stream"),
                ("Docker-Content-Digest", Sha256Digest.Of(stored.Content).ToOciString()))
            : exchange.AnswerAsync(404);

    private int? Refusal(byte[] body) => body.Length > _profile.LongestBody ? 413 : null;

    private Upload? Find(FaultServer.Exchange exchange) =>
        _uploads.TryGetValue(exchange.Path[(exchange.Path.LastIndexOf('/') + 1)..], out var upload)
        && exchange.Request.QueryString["state"] == upload.State
            ? upload
            : null;

    private static async Task<byte[]> BodyAsync(FaultServer.Exchange exchange)
    {
        using var body = new MemoryStream();
        await exchange.Request.InputStream.CopyToAsync(body);
        return body.ToArray();
    }

    private sealed class Upload(string id)
    {
        private int _parts;

        public string Id { get; } = id;

        public MemoryStream Content { get; } = new();

        public long FirstPart { get; private set; }

        /// <summary>Changes with each part, and with it the address.</summary>
        public string State => _parts.ToString(CultureInfo.InvariantCulture);

        public string Location(FaultServer.Exchange exchange) =>
            $"{exchange.Path[..(exchange.Path.LastIndexOf('/') + 1)]}{Id}?state={State}";

        /// <summary>The range that the next part has to have.</summary>
        public string Next(int length) => string.Create(
            CultureInfo.InvariantCulture, $"{Content.Length}-{Content.Length + length - 1}");

        public void Add(byte[] part)
        {
            Content.Write(part);
            FirstPart = _parts++ == 0 ? part.Length : FirstPart;
        }
    }
}
