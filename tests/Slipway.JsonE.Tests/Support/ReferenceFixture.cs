using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Support;

/// <summary>The implementation of the language that came first, from npm.</summary>
public sealed class ReferenceFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private string? _lacking;

    public async ValueTask InitializeAsync()
    {
        // The tests are skipped then.
        if (Needed.Find("npm") is null || Needed.Find("node") is null)
        {
            _lacking = "This test needs node and npm.";
            return;
        }

        string source = Repository.PathOf("tests", "Slipway.JsonE.Tests", "Support", "Reference");
        foreach (string name in new[] { "package.json", "package-lock.json", "render.mjs" })
        {
            File.Copy(Path.Join(source, name), Path.Join(_folder.Path, name));
        }

        var (exit, output) = await Tools.TryRunAsync(
            "npm", "ci", "--prefix", _folder.Path, "--ignore-scripts", "--no-audit", "--no-fund");
        _lacking = exit == 0 ? null : $"npm cannot fetch json-e, which this test compares with: {output}";
    }

    /// <summary>What comes of each template with its context.</summary>
    public async Task<JsonNode[]> RenderAsync(IEnumerable<(JsonNode? Template, JsonObject Context)> cases)
    {
        if (_lacking is not null)
        {
            Needed.Lacking(_lacking);
        }

        string file = Path.Join(_folder.Path, $"{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, cases.Select(one =>
            new JsonArray(one.Template?.DeepClone(), one.Context.DeepClone()).ToJsonString()));
        string output = await Tools.RunAsync("node", ["render.mjs", file], _folder.Path);
        File.Delete(file);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
