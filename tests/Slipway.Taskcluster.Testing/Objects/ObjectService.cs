using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing.Objects;

/// <summary>The Object service with one backend that is like S3.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/object/api</remarks>
internal sealed class ObjectService(ServerState state) : ApiService
{
    public override string Name => "object";

    public override IReadOnlyList<Endpoint> Endpoints =>
        field ??= [
            new("createUpload", "PUT", "/upload/{name}")
            {
                Input = ObjectShapes.Upload,
                Handle = state.Locked(CreateUpload),
            },
            new("finishUpload", "POST", "/finish-upload/{name}")
            {
                Input = ObjectShapes.Finish,
                Handle = state.Locked(FinishUpload),
            },
            new("startDownload", "PUT", "/start-download/{*name}")
            {
                Scopes = call => $"object:download:{call["name"]}",
                Input = ObjectShapes.Download,
                Handle = state.Locked(StartDownload),
            },
            new("object", "GET", "/metadata/{*name}")
            {
                Scopes = call => $"object:download:{call["name"]}",
                Handle = state.Locked(Metadata),
            },
            new("download", "GET", "/download/{*name}")
            {
                Scopes = call => $"object:download:{call["name"]}",
                Handle = state.Locked(call => Redirect(Url(Find(call["name"])))),
            },
            Pings.Ping(state.Clock),
        ];

    protected override IReadOnlyDictionary<string, string> Patterns { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = @"^[\x20-\x7e]+$" };

    /// <summary>Begins an upload, or goes on with it when all is as it was.</summary>
    internal StoredObject Begin(string name, string projectId, string uploadId, DateTimeOffset expires)
    {
        if (state.Objects.Find(name) is { } existing)
        {
            return existing.ProjectId == projectId && existing.UploadId == uploadId && existing.Expires == expires
                ? existing
                : throw ApiError.Conflict("Object already exists");
        }

        var created = new StoredObject(name, projectId, expires) { UploadId = uploadId };
        state.Objects.Add(created);
        return created;
    }

    /// <summary>Where the bytes of an object are, for half an hour.</summary>
    internal string Url(StoredObject found) =>
        state.SignStorage(new Grant("GET", found.Key, [], state.Now.AddMinutes(30)));

    private static Answer Redirect(string url) =>
        Answer.Text(303, $"See Other. Redirecting to {url}", "text/plain; charset=utf-8").With("Location", url);

    private Answer CreateUpload(Call call)
    {
        string name = call["name"];
        string project = call.Body.Text("projectId");
        call.Authorize($"object:upload:{project}:{name}");
        var found = Begin(name, project, call.Body.Text("uploadId"), call.Body.Time("expires"));
        AddHashes(found, call.Body["hashes"] as JsonObject);
        return Answer.Json(new JsonObject
        {
            ["projectId"] = project,
            ["uploadId"] = found.UploadId,
            ["expires"] = call.Body.Text("expires"),
            ["uploadMethod"] = Method(found, (JsonObject)call.Body["proposedUploadMethods"]!),
        });
    }

    private JsonObject Method(StoredObject found, JsonObject proposed)
    {
        if (proposed["dataInline"] is JsonObject inline)
        {
            state.Blobs.Put(found.Key, Decode(inline.Text("objectData")), inline.Text("contentType"));
            return new JsonObject { ["dataInline"] = true };
        }

        if (proposed["putUrl"] is not JsonObject put)
        {
            return [];
        }

        var expires = state.Now.AddMinutes(45);
        (string Name, string Value)[] headers =
        [
            ("Content-Type", put.Text("contentType")),
            ("Content-Length", put["contentLength"]!.ToJsonString()),
            ("Content-Encoding", "identity"),
        ];
        return new JsonObject
        {
            ["putUrl"] = new JsonObject
            {
                ["url"] = state.SignStorage(new Grant("PUT", found.Key, [.. headers], expires)),
                ["expires"] = JsonTexts.Time(expires),
                ["headers"] = new JsonObject(
                    headers.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value))),
            },
        };
    }

    private static byte[] Decode(string data)
    {
        try
        {
            return Convert.FromBase64String(data);
        }
        catch (FormatException)
        {
            throw ApiError.Input("Invalid base64 objectData");
        }
    }

    private Answer FinishUpload(Call call)
    {
        string name = call["name"];
        string project = call.Body.Text("projectId");
        call.Authorize($"object:upload:{project}:{name}");
        var found = state.Objects.Find(name) ?? throw ApiError.NotFound($"Object \"{name}\" not found");
        if (found.ProjectId != project)
        {
            throw ApiError.Input($"Object \"{name}\" does not have projectId {project}");
        }

        var hashes = call.Body["hashes"] as JsonObject;
        if (found.UploadId is null)
        {
            foreach (var (algorithm, hash) in hashes ?? [])
            {
                if (found.Hashes.GetValueOrDefault(algorithm) != hash!.GetValue<string>())
                {
                    throw ApiError.Conflict(
                        $"Object \"{name}\" is already finished, but with a different hash for algorithm {algorithm}");
                }
            }

            return Answer.Json(new JsonObject());
        }

        if (found.UploadId != call.Body.Text("uploadId"))
        {
            throw ApiError.Conflict($"Object \"{name}\" does not have uploadId {call.Body.Text("uploadId")}");
        }

        AddHashes(found, hashes);
        if (state.Blobs.Find(found.Key) is not { } blob)
        {
            // The backend tags the key, and fails when there is none.
            throw ApiError.Internal();
        }

        if (state.ChecksUploadedHashes)
        {
            UploadedHashes.Check(found, blob);
        }

        found.UploadId = null;
        return Answer.Json(new JsonObject());
    }

    private static void AddHashes(StoredObject found, JsonObject? hashes)
    {
        foreach (var (algorithm, hash) in hashes ?? [])
        {
            string value = hash!.GetValue<string>();
            if (found.Hashes.TryGetValue(algorithm, out string? existing) && existing != value)
            {
                throw ApiError.Conflict("Content hash already exists with a different value");
            }

            found.Hashes[algorithm] = value;
        }
    }

    private Answer StartDownload(Call call)
    {
        var found = Find(call["name"]);
        var accepted = (JsonObject)call.Body["acceptDownloadMethods"]!;
        if (accepted.ContainsKey("getUrl"))
        {
            var expires = state.Now.AddMinutes(1);
            return Answer.Json(new JsonObject
            {
                ["method"] = "getUrl",
                ["url"] = state.SignStorage(new Grant("GET", found.Key, [], expires.AddMinutes(1))),
                ["expires"] = JsonTexts.Time(expires),
                ["hashes"] = HashesOf(found),
            });
        }

        return accepted.ContainsKey("simple")
            ? Answer.Json(new JsonObject { ["method"] = "simple", ["url"] = Url(found) })
            : throw new ApiError(406, "NoMatchingMethod", "Object supports methods simple, getUrl");
    }

    private Answer Metadata(Call call)
    {
        var found = Find(call["name"]);
        return Answer.Json(new JsonObject
        {
            ["projectId"] = found.ProjectId,
            ["expires"] = JsonTexts.Time(found.Expires),
            ["hashes"] = HashesOf(found),
        });
    }

    private static JsonObject HashesOf(StoredObject found) =>
        new(found.Hashes.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));

    private StoredObject Find(string name) =>
        state.Objects.FindComplete(name) ?? throw ApiError.NotFound($"Object \"{name}\" not found");
}
