using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>Finds the method of a request, checks it in the order in which the services do, and calls it.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/libraries/api/src/api.js</remarks>
internal sealed class ApiHost(IReadOnlyList<ApiService> services, Verifier verifier, TimeProvider clock)
{
    private const int BodyLimit = 10 * 1024 * 1024;

    /// <summary>The service that a path belongs to; empty for none.</summary>
    public string ServiceOf(string resource) =>
        services.FirstOrDefault(service => resource.StartsWith(Prefix(service), StringComparison.Ordinal))?.Name
        ?? string.Empty;

    public async Task<Answer> AnswerAsync(
        Exchange exchange, RecordedRequest request, CancellationToken cancellationToken)
    {
        byte[] body = await exchange.ReadBodyAsync(cancellationToken);
        request.Body = body;
        string path = exchange.Resource.Split('?')[0];
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        foreach (var service in services.Where(service => path.StartsWith(Prefix(service), StringComparison.Ordinal)))
        {
            foreach (var endpoint in service.Endpoints.Where(endpoint => endpoint.Method == method))
            {
                if (endpoint.Template.Match(path[Prefix(service).Length..]) is { } parameters)
                {
                    request.Name = endpoint.Name;
                    return await CallAsync(service, endpoint, parameters, exchange, body, cancellationToken);
                }
            }
        }

        return Answer.Json(new JsonObject { ["error"] = "Not found" }, 404);
    }

    private static string Prefix(ApiService service) => $"/api/{service.Name}/v1";

    private async Task<Answer> CallAsync(
        ApiService service,
        Endpoint endpoint,
        Dictionary<string, string> parameters,
        Exchange exchange,
        byte[] body,
        CancellationToken cancellationToken)
    {
        JsonNode? payload = new JsonObject();
        try
        {
            // What does not say that it is JSON is no body to the services, not even for the hash.
            bool isJson = (exchange.Request.ContentType ?? string.Empty).Split(';')[0].Trim() == "application/json";
            body = isJson ? body : [];
            payload = body.Length == 0 ? payload : Parse(body);
            var call = new Call(() => verifier.Verify(Signed(exchange, body)))
            {
                Parameters = parameters,
                Query = QueryArguments.Parse(exchange.Resource),
                Body = payload as JsonObject ?? [],
            };
            if (endpoint.Scopes is { } scopes)
            {
                call.Authorize(scopes(call));
            }

            service.CheckParameters(call);
            QueryArguments.Check(call.Query, endpoint.Query);
            CheckInput(endpoint, exchange, isJson, payload);
            var answer = await endpoint.Handle(call, cancellationToken);
            return call.IsAuthorized || endpoint.IsPublic
                ? answer
                : throw new InvalidOperationException($"{endpoint.Name} never asked for scopes.");
        }
        catch (ApiError error)
        {
            return Refusal(endpoint, error, parameters, payload);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException))
        {
            // A mistake of this server: a test has to see it, and not a connection that broke.
            return Refusal(
                endpoint, new ApiError(500, "InternalServerError", exception.ToString()), parameters, payload);
        }
    }

    private static void CheckInput(Endpoint endpoint, Exchange exchange, bool isJson, JsonNode? payload)
    {
        if (endpoint.Input is not { } input)
        {
            return;
        }

        if (!isJson)
        {
            throw ApiError.MalformedPayload(
                "Payload must be JSON with content-type: application/json got content-type: "
                + (exchange.Request.ContentType ?? "null"));
        }

        var problems = input.Check(payload);
        if (problems.Count > 0)
        {
            throw ApiError.Schema($"\nSchema Validation Failed!\nRejecting Schema: {endpoint.Name}\nErrors:\n  * "
                + string.Join("\n  * ", problems));
        }
    }

    private static JsonNode Parse(byte[] body)
    {
        if (body.Length > BodyLimit)
        {
            throw ApiError.TooLarge("The body is larger than 10 MB.");
        }

        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(body, documentOptions: options) as JsonNode is { } node and (JsonObject or JsonArray)
                ? node
                : throw ApiError.MalformedPayload("Failed to parse JSON: Must be an object or array");
        }
        catch (JsonException exception)
        {
            throw ApiError.MalformedPayload($"Failed to parse JSON: {exception.Message}");
        }
    }

    private static SignedRequest Signed(Exchange exchange, byte[] body)
    {
        var host = new Uri($"http://{exchange.Request.UserHostName}");
        return new SignedRequest
        {
            Method = exchange.Request.HttpMethod,
            Resource = exchange.Resource,
            Host = host.Host,
            Port = host.Port,
            Authorization = exchange.Request.Headers["Authorization"],
            ContentType = exchange.Request.ContentType,
            Body = body,
        };
    }

    private Answer Refusal(
        Endpoint endpoint, ApiError error, Dictionary<string, string> parameters, JsonNode? payload)
    {
        string time = JsonTexts.Time(clock.GetUtcNow());
        var message = new StringBuilder(error.Message)
            .Append("\n\n---\n\n")
            .Append("* method:     ").Append(endpoint.Name).Append('\n')
            .Append("* errorCode:  ").Append(error.Code).Append('\n')
            .Append("* statusCode: ").Append(error.Status).Append('\n')
            .Append("* time:       ").Append(time);
        var answer = Answer.Json(
            new JsonObject
            {
                ["code"] = error.Code,
                ["message"] = message.ToString(),
                ["requestInfo"] = new JsonObject
                {
                    ["method"] = endpoint.Name,
                    ["params"] = new JsonObject(
                        parameters.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
                    ["payload"] = payload?.DeepClone(),
                    ["time"] = time,
                },
            },
            error.Status);
        return error.Status == 401 ? answer.With("WWW-Authenticate", "hawk") : answer;
    }
}
