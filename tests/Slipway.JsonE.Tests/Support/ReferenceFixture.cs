using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Support;

/// <summary>The implementation of the language that came first, from npm.</summary>
public sealed class ReferenceFixture : IAsyncLifetime
{
    private readonly NpmProgram _program = new(
        "json-e", Repository.PathOf("tests", "Slipway.JsonE.Tests", "Support", "Reference"), "render.mjs");

    public async ValueTask InitializeAsync() => await _program.InitializeAsync();

    /// <summary>What comes of each template with its context.</summary>
    public async Task<JsonNode[]> RenderAsync(IEnumerable<(JsonNode? Template, JsonObject Context)> cases)
    {
        string output = await _program.RunAsync(cases.Select(one =>
            new JsonArray(one.Template?.DeepClone(), one.Context.DeepClone()).ToJsonString()));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }
}
