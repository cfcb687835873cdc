using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Values;

namespace Slipway.Taskcluster.Http;

/// <summary>The fields of an answer that have to be there.</summary>
internal sealed class Fields(string service, string what, JsonObject body)
{
    public string Text(string name) =>
        body[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw ApiFailures.Invalid(service, what, $"there is no text '{name}'");

    public long Number(string name) =>
        body[name] is JsonValue value && value.TryGetValue(out double number)
            ? (long)number
            : throw ApiFailures.Invalid(service, what, $"there is no number '{name}'");

    public JsonObject Object(string name) =>
        body[name] as JsonObject ?? throw ApiFailures.Invalid(service, what, $"there is no object '{name}'");

    public TaskId Task(string name) =>
        TaskId.TryParse(Text(name), out var id) ? id : throw ApiFailures.Invalid(service, what, $"'{name}' is no task id");

    public DateTimeOffset Moment(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw ApiFailures.Invalid(service, what, $"'{name}' is no date");

    public Uri Address(string name) =>
        Uri.TryCreate(Text(name), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw ApiFailures.Invalid(service, what, $"'{name}' is no address");

    /// <summary>Credentials that a service hands out, for one purpose.</summary>
    public TaskclusterCredentials Credentials(string name)
    {
        var credentials = new Fields(service, what, Object(name));
        return new TaskclusterCredentials(
            credentials.Text("clientId"),
            credentials.Text("accessToken"),
            // As text, or as the object itself.
            Object(name)["certificate"] switch
            {
                null => null,
                JsonValue value when value.TryGetValue(out string? text) => text.Length > 0 ? text : null,
                var certificate => certificate.ToJsonString(),
            });
    }

    public ImmutableSortedDictionary<string, string> Texts(string name) =>
        Object(name).Where(pair => pair.Value is JsonValue).ToImmutableSortedDictionary(
            pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.OrdinalIgnoreCase);
}
