using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>What a request is answered with.</summary>
internal sealed record Answer(int Status)
{
    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Bytes of the body.</summary>
    public long Length { get; init; }

    /// <summary>Opens the body; null for none.</summary>
    public Func<Stream>? Open { get; init; }

    public static Answer Json(JsonNode body, int status = 200) =>
        Text(status, body.ToJsonString(JsonTexts.Compact), "application/json; charset=utf-8");

    public static Answer Text(int status, string text, string contentType)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new Answer(status)
        {
            ContentType = contentType,
            Length = bytes.Length,
            Open = () => new MemoryStream(bytes, writable: false),
        };
    }

    public Answer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
