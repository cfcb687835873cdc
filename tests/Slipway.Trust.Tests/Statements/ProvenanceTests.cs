using System.Text;
using System.Text.Json.Nodes;
using Slipway.Trust.Statements;

namespace Slipway.Trust.Tests.Statements;

public sealed class ProvenanceTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        var says = StatementCase.Says("app", ("base", StatementCase.HashOf("base"))) with { PullRequest = "17" };

        byte[] written = ProvenanceWriter.Write(says);

        Assert.True(ProvenanceReader.TryRead(written, out var read, out string? failure), failure);
        Assert.Equal(written, ProvenanceWriter.Write(read));
        Assert.Equal(says.Subjects, read.Subjects);
        Assert.Equal(says.Parents, read.Parents);
        Assert.Equal(says.Externals, read.Externals);
        Assert.Equal(says.Started, read.Started);
    }

    [Fact]
    public void Everything_that_has_to_be_there_is_asked_for()
    {
        var whole = JsonNode.Parse(ProvenanceWriter.Write(StatementCase.Says()))!;
        string[] optional = ["$.predicate.buildDefinition.externalParameters.project",
            "$.predicate.buildDefinition.externalParameters.revision",
            "$.predicate.buildDefinition.resolvedDependencies[1].name",
            "$.predicate.buildDefinition.resolvedDependencies[2].name",
            "$.predicate.buildDefinition.resolvedDependencies[0].name",
            "$.predicate.buildDefinition.resolvedDependencies[1].digest",
            "$.predicate.buildDefinition.resolvedDependencies[1].digest.gitCommit",
        ];
        foreach (string path in Paths(whole).Except(optional))
        {
            var without = whole.DeepClone();
            var member = Paths(without, path)!;
            ((JsonObject)member.Parent!).Remove(member.GetPropertyName());

            Assert.False(
                ProvenanceReader.TryRead(Encoding.UTF8.GetBytes(without.ToJsonString()), out _, out _), path);
        }
    }

    [Theory]
    [InlineData("\"level\":3", "\"level\":4")]
    [InlineData("\"level\":3", "\"level\":\"3\"")]
    [InlineData("\"level\":3", "\"level\":3,\"level\":1")]
    [InlineData("\"image\":\"app\"", "\"image\":\"APP/..\"")]
    [InlineData("slipway:inputs/", "slipway:other/")]
    [InlineData("\"uri\":\"docker://", "\"uri\":\"slipway:inputs/")]
    [InlineData("\"uri\":\"git+", "\"uri\":\"file://")]
    [InlineData("HAz8620TRyqM8D7V1yXEIw", "not an id")]
    public void What_is_wrong_is_no_statement(string right, string wrong)
    {
        string text = Encoding.UTF8.GetString(ProvenanceWriter.Write(StatementCase.Says()));
        Assert.Contains(right, text, StringComparison.Ordinal);

        Assert.False(ProvenanceReader.TryRead(
            Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal)), out _, out string? failure));
        Assert.NotEmpty(failure);
    }

    private static IEnumerable<string> Paths(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => Paths(member.Value).Prepend(member.Value!.GetPath())),
        JsonArray list => list.SelectMany(Paths),
        _ => [],
    };

    private static JsonNode? Paths(JsonNode? node, string path) => node switch
    {
        _ when node?.GetPath() == path => node,
        JsonObject map => map.Select(member => Paths(member.Value, path)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(item => Paths(item, path)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
