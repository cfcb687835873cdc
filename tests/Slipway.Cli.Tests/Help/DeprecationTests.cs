using System.CommandLine;
using System.Text.Json.Nodes;
using Slipway.Cli.Hosting;
using Slipway.Cli.Options;

namespace Slipway.Cli.Tests.Help;

/// <summary>What is to go is in the table of <c>docs/upgrades.md</c>, and nothing else is.</summary>
public sealed class DeprecationTests
{
    private const string Heading = "| what | since | until | instead |\n| --- | --- | --- | --- |\n";

    [Fact]
    public void The_page_lists_every_option_and_key_that_is_marked() => Assert.Equal(
        Options(new SlipwayRoot(new GlobalOptions(), []), "slipway")
            .Concat(Keys(JsonNode.Parse(File.ReadAllText(Repository.PathOf("schema", "slipway.schema.json")))!, ""))
            .Distinct()
            .Order(StringComparer.Ordinal),
        Listed(File.ReadAllText(Repository.PathOf("docs", "upgrades.md"))).Order(StringComparer.Ordinal));

    [Fact]
    public void A_marked_option_and_a_marked_key_are_found_and_named()
    {
        var root = new SlipwayRoot(new GlobalOptions(), []);
        root.Subcommands.First(command => command.Name == "plan").Options.Add(
            new Option<bool>("--old") { Description = "Deprecated: use --new" });
        var schema = JsonNode.Parse("""
            { "properties": { "images": { "additionalProperties": { "properties": {
                "old": { "deprecated": true }, "new": { "type": "string" } } } } } }
            """)!;

        Assert.Equal(["slipway plan --old"], Options(root, "slipway"));
        Assert.Equal(["images.*.old"], Keys(schema, ""));
        Assert.Equal(["a", "b c"], Listed($"x\n{Heading}| `a` | 1 | 2 | - |\n| `b c` | 1 | 2 | d |\n\n| `e` |\n"));
    }

    private static IEnumerable<string> Options(Command command, string words) =>
        command.Options
            .Where(option => option.Description?.StartsWith("Deprecated", StringComparison.Ordinal) == true)
            .Select(option => $"{words} {option.Name}")
            .Concat(command.Subcommands.SelectMany(child => Options(child, $"{words} {child.Name}")));

    /// <summary>Keys of <c>slipway.yml</c>, with dots between them and a star for any name.</summary>
    private static IEnumerable<string> Keys(JsonNode? node, string path) => node switch
    {
        JsonArray list => list.SelectMany(item => Keys(item, path)),
        JsonObject schema => (schema["deprecated"]?.GetValue<bool>() == true ? (string[])[path] : []).Concat(
            schema.SelectMany(member => member.Key switch
            {
                "properties" => member.Value!.AsObject().SelectMany(key => Keys(key.Value, Join(path, key.Key))),
                "additionalProperties" or "patternProperties" => Keys(member.Value, Join(path, "*")),
                _ => Keys(member.Value, path),
            })),
        _ => [],
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The first column of the table.</summary>
    private static IEnumerable<string> Listed(string page)
    {
        int start = page.IndexOf(Heading, StringComparison.Ordinal);
        Assert.True(start >= 0, "The table of deprecations is gone from docs/upgrades.md.");
        return page[(start + Heading.Length)..].Split('\n')
            .TakeWhile(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim().Trim('`'));
    }
}
