using System.Diagnostics;
using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Tests;

namespace Slipway.Architecture.Tests;

/// <summary>How editors find the schema of <c>slipway.yml</c> that has no line which names it.</summary>
public sealed class SchemaStoreTests
{
    [Fact]
    public async Task A_checkout_of_the_catalogue_gets_the_schema_a_file_and_the_entry_once()
    {
        Needed.Program("python3");
        using var folder = new TempFolder();
        folder.Write("src/api/json/catalog.json", """
            { "schemas": [ { "name": "zuul" }, { "name": "Slipway", "url": "old" }, { "name": "ansible" } ] }
            """);

        Assert.Equal(0, await PrepareAsync(folder.Path));
        Assert.Equal(0, await PrepareAsync(folder.Path));

        var schemas = Parse(folder, "src/api/json/catalog.json")["schemas"]!.AsArray();
        Assert.Equal(["ansible", "Slipway", "zuul"], schemas.Select(entry => (string)entry!["name"]!));
        Assert.Equal(ConfigReader.FileName, (string)Assert.Single(schemas[1]!["fileMatch"]!.AsArray())!);
        var schema = Parse(folder, "src/schemas/json/slipway.json").AsObject();
        Assert.Equal((string)schemas[1]!["url"]!, (string)schema["$id"]!);
        schema.Remove("$id");
        var own = JsonNode.Parse(File.ReadAllText(Repository.PathOf("schema", "slipway.schema.json")));
        Assert.True(JsonNode.DeepEquals(own, schema));
        Assert.NotEmpty(File.ReadAllText(Path.Join(folder.Path, "src/test/slipway/slipway.yaml")));
    }

    [Fact]
    public async Task Another_folder_is_refused_and_stays_as_it_is()
    {
        using var folder = new TempFolder();

        Assert.Equal(1, await PrepareAsync(folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static JsonNode Parse(TempFolder folder, string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Join(folder.Path, path)))!;

    private static async Task<int> PrepareAsync(string folder)
    {
        using var script = Process.Start(new ProcessStartInfo(
            Repository.PathOf("integrations", "schemastore", "prepare"), [folder])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return script.ExitCode;
    }
}
