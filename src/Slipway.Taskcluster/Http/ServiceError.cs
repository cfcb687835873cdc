using System.Text.Json;
using Slipway.Http;
using Slipway.Model.Text;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>What a service says about a request that it refused.</summary>
/// <param name="Code">Such as <c>ResourceNotFound</c>; null when the answer is not one
/// of a method of the services.</param>
/// <param name="Message">Several lines of Markdown; empty for none.</param>
/// <remarks>
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/libraries/api/src/middleware/express-error.js.
/// </remarks>
internal sealed record ServiceError(string? Code, string Message)
{
    private const string Footer = "\n\n---\n";

    /// <summary>
    /// The first paragraphs of the message on one line, bounded, with ": " before them; empty when there is none.
    /// </summary>
    public string Quoted
    {
        get
        {
            string line = string.Join(' ', Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return line.Length > 0
                ? ": " + Display.Line(Display.Clip(line, TaskclusterLimits.Quoted)).TrimEnd('.')
                : string.Empty;
        }
    }

    /// <summary>The same without secrets: a service may quote what it was sent.</summary>
    public ServiceError Cover(KnownSecrets secrets) => this with { Message = secrets.Cover(Message) };

    public static ServiceError Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new ServiceError(null, string.Empty);
            }

            string message = Text(root, "message") ?? Text(root, "error") ?? string.Empty;
            int footer = message.IndexOf(Footer, StringComparison.Ordinal);
            return new ServiceError(Text(root, "code"), footer >= 0 ? message[..footer] : message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The page of a proxy, mostly: the status says enough.
            return new ServiceError(null, string.Empty);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
