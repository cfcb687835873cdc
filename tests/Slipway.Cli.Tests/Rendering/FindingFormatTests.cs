using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Cli.Ci;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;

namespace Slipway.Cli.Tests.Rendering;

public sealed class FindingFormatTests
{
    private static readonly CheckReport Report = new(
        2,
        [
            new Finding(
                new Diagnostic(
                    CheckCodes.HashDiffers, "100 % wrong,\nsaid ü", "Fix it", new SourceLocation("a b/HASH,x:y", 1)),
                ImageName.Parse("a"),
                new Fix(RelativePath.Parse("a b/HASH,x:y"), 3, "ü\n", "new\n")),
            new Finding(
                new Diagnostic(
                    CheckCodes.FileUntracked, "untracked", "Add it", new SourceLocation("c", 4, 5), Severity.Warning)),
            new Finding(new Diagnostic(CheckCodes.HashDiffers, "again", "Fix it", null, Severity.Warning)),
        ],
        [new SkippedCheck("registries", "--offline")]);

    [Fact]
    public void Annotations_escape_what_the_runner_would_take_for_its_own()
    {
        Assert.Equal(
            [
                "::error file=a b/HASH%2Cx%3Ay,line=1,title=SLIP1806%3A HASH is not what the registry has::100 %25 "
                + "wrong,%0Asaid ü%0AFix it",
                "::warning file=c,line=4,col=5,title=SLIP1809%3A An untracked file in a context::untracked%0AAdd it",
                "::warning title=SLIP1806%3A HASH is not what the registry has::again%0AFix it",
                "::notice title=Not checked::registries (--offline)",
            ],
            GitHub("/src/tree", null));
    }

    [Theory]
    [InlineData("/src/tree", "/src", "tree/c")]
    [InlineData("/src", "/src", "c")]
    [InlineData("/src", "/elsewhere", "c")]
    [InlineData("/src", "", "c")]
    public void Annotations_name_files_from_the_top_of_the_checkout(string root, string workspace, string file) =>
        Assert.StartsWith($"::warning file={file},", GitHub(root, workspace)[1], StringComparison.Ordinal);

    [Fact]
    public void Sarif_has_rules_results_places_and_fixes()
    {
        var output = new StringWriter();
        JsonOutput.Write(output, SarifRenderer.ToDocument(Report, "/src/a tree"));
        var log = JsonNode.Parse(output.ToString())!;
        var run = log["runs"]![0]!;

        Assert.Equal("2.1.0", (string)log["version"]!);
        Assert.Equal(
            ["SLIP1806", "SLIP1809"], run["tool"]!["driver"]!["rules"]!.AsArray().Select(rule => (string)rule!["id"]!));
        Assert.Equal("file:///src/a%20tree/", (string)run["originalUriBaseIds"]!["ROOT"]!["uri"]!);
        Assert.Equal(
            "Not checked: registries (--offline)",
            (string)run["invocations"]![0]!["toolExecutionNotifications"]![0]!["message"]!["text"]!);
        var results = run["results"]!.AsArray();
        Assert.Equal([0, 1, 0], results.Select(result => (int)result!["ruleIndex"]!));
        Assert.Equal(["error", "warning", "warning"], results.Select(result => (string)result!["level"]!));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """{"artifactLocation":{"uri":"a%20b/HASH%2Cx%3Ay","uriBaseId":"ROOT"},"region":{"startLine":1}}"""),
            results[0]!["locations"]![0]!["physicalLocation"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"deletedRegion":{"byteOffset":3,"byteLength":3},"insertedContent":{"text":"new\n"}}"""),
            results[0]!["fixes"]![0]!["artifactChanges"]![0]!["replacements"]![0]));
        Assert.Null(results[2]!["locations"]);
    }

    [Fact]
    public void Json_leaves_out_what_is_not_there()
    {
        var output = new StringWriter();
        JsonOutput.Write(output, FindingRenderer.ToDocument(Report, []));
        var document = JsonNode.Parse(output.ToString())!;

        Assert.Equal((2, 1, 2), ((int)document["images"]!, (int)document["errors"]!, (int)document["warnings"]!));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"code":"SLIP1806","severity":"warning","message":"again","remedy":"Fix it"}"""),
            document["findings"]![2]));
        Assert.Equal(JsonValueKind.Array, document["fixed"]!.GetValueKind());
    }

    private static string[] GitHub(string root, string? workspace)
    {
        var output = new StringWriter();
        GitHubRenderer.Write(Report, root, workspace, output);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
