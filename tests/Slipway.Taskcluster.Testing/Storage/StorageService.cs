using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Storage;

/// <summary>Stores bytes behind signed addresses, as S3 does. It is another origin than the services.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html</remarks>
internal sealed class StorageService(Blobs blobs, TimeProvider clock, Func<bool> supportsRanges)
{
    private const string Signature = "X-Amz-Signature";

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>A path and query that allow one thing for a while.</summary>
    public string Sign(Grant grant)
    {
        string signature = Slug.New() + Slug.New();
        _grants[signature] = grant;
        string path = string.Join('/', grant.Key.Split('/').Select(Uri.EscapeDataString));
        return $"/{path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&{Signature}={signature}";
    }

    public async Task<Answer> AnswerAsync(
        Exchange exchange, RecordedRequest request, CancellationToken cancellationToken)
    {
        request.Name = request.Method;
        var (refusal, grant) = Check(exchange);
        if (refusal is not null)
        {
            await exchange.Request.InputStream.CopyToAsync(Stream.Null, cancellationToken);
            return refusal;
        }

        return request.Method == "PUT"
            ? await PutAsync(exchange, grant!, cancellationToken)
            : Get(exchange, grant!);
    }

    private (Answer? Refusal, Grant? Grant) Check(Exchange exchange)
    {
        var request = exchange.Request;
        if (request.Headers["Authorization"] is not null)
        {
            return (Refuse(400, "InvalidArgument", "Only one auth mechanism allowed"), null);
        }

        if (request.QueryString[Signature] is not { } signature || !_grants.TryGetValue(signature, out var grant))
        {
            return (Refuse(403, "AccessDenied", "Access Denied"), null);
        }

        string key = string.Join(
            '/',
            exchange
                .Resource.Split('?')[0]
                .Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(Uri.UnescapeDataString));
        if (grant.Key != key || grant.Method != request.HttpMethod)
        {
            return (Refuse(403, "SignatureDoesNotMatch", "The signature does not match the request"), null);
        }

        if (grant.Expires <= clock.GetUtcNow())
        {
            return (Refuse(403, "AccessDenied", "Request has expired"), null);
        }

        foreach (var (name, value) in grant.Headers)
        {
            if (request.Headers[name] != value)
            {
                return (
                    Refuse(403, "SignatureDoesNotMatch", $"{name} is '{request.Headers[name]}' and not '{value}'"),
                    null);
            }
        }

        return (null, grant);
    }

    private async Task<Answer> PutAsync(Exchange exchange, Grant grant, CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        if (request.ContentLength64 < 0)
        {
            await request.InputStream.CopyToAsync(Stream.Null, cancellationToken);
            return Refuse(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }

        string? encoding = request.Headers["Content-Encoding"];
        await blobs.PutAsync(
            grant.Key,
            request.InputStream,
            request.ContentType ?? "binary/octet-stream",
            encoding is "identity" or "" ? null : encoding,
            request.ContentLength64,
            cancellationToken);
        return new Answer(200).With("ETag", blobs.Find(grant.Key)!.ETag);
    }

    private Answer Get(Exchange exchange, Grant grant)
    {
        if (blobs.Find(grant.Key) is not { } blob)
        {
            return Refuse(404, "NoSuchKey", "The specified key does not exist.");
        }

        var request = exchange.Request;
        if (request.Headers["If-Match"] is { } wanted && wanted != "*" && wanted != blob.ETag)
        {
            return Refuse(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }

        bool isRanged = supportsRanges() && (request.Headers["If-Range"] ?? blob.ETag) == blob.ETag;
        var (start, end) = (0L, blob.Length - 1);
        int status = 200;
        if (isRanged && RangeHeaderValue.TryParse(request.Headers["Range"], out var range)
            && range is { Unit: "bytes", Ranges.Count: 1 })
        {
            var only = range.Ranges.Single();
            start = only.From ?? Math.Max(0, blob.Length - only.To!.Value);
            end = only.From is null || only.To is null ? end : Math.Min(end, only.To.Value);
            if (start > end)
            {
                return Refuse(416, "InvalidRange", "The requested range is not satisfiable")
                    .With("Content-Range", $"bytes */{blob.Length}");
            }

            status = 206;
        }

        return Content(blob, status, start, end);
    }

    private Answer Content(StoredBlob blob, int status, long start, long end)
    {
        List<(string, string)> headers = [("ETag", blob.ETag)];
        if (supportsRanges())
        {
            headers.Add(("Accept-Ranges", "bytes"));
        }

        if (status == 206)
        {
            headers.Add(("Content-Range", $"bytes {start}-{end}/{blob.Length}"));
        }

        if (blob.ContentEncoding is { } encoding)
        {
            headers.Add(("Content-Encoding", encoding));
        }

        return new Answer(status)
        {
            ContentType = blob.ContentType,
            Headers = [.. headers.ToImmutableArray()],
            Length = end - start + 1,
            Open = () =>
            {
                var file = File.OpenRead(blob.File);
                file.Position = start;
                return file;
            },
        };
    }

    private static Answer Refuse(int status, string code, string message) => Answer.Text(
        status,
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>",
        "application/xml");
}
