using System.Reflection;
using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Dialects.Gecko;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using Slipway.Tests.Schemas;

namespace Slipway.Core.Tests.Configuration;

public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("docs/errors/10-configuration.md", typeof(ConfigurationCodes))]
    [InlineData(
        "docs/errors/11-catalog.md",
        typeof(CatalogCodes),
        typeof(EdgeCodes),
        typeof(DockerfileCodes),
        typeof(TaskgraphCodes),
        typeof(GeckoCodes))]
    public void Every_code_has_a_section_under_its_title(string page, params Type[] types)
    {
        var codes = types
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (DiagnosticCode)field.GetValue(null)!)
            .OrderBy(code => code.Number);
        var sections = Section().Matches(Repository.Read(page)).Select(match => match.Groups["title"].Value);

        Assert.Equal(codes.Select(code => $"{code}: {code.Title}"), sections);
    }

    [Theory]
    [InlineData("docs/images.md", 5)]
    [InlineData("docs/configuration.md", 5)]
    [InlineData("docs/retention.md", 1)]
    [InlineData("docs/taskgraph.md", 2)]
    public void Every_example_of_the_configuration_is_sound(string page, int examples)
    {
        var found = Example().Matches(Repository.Read(page));

        Assert.Equal(examples, found.Count);
        Assert.All(found, example =>
        {
            ProblemAssert.None(ConfigCase.Problems(example.Groups["text"].Value));
            Assert.Empty(PublishedSchema.Config.Problems(example.Groups["text"].Value));
        });
    }

    [Fact]
    public void The_examples_of_the_page_about_the_allowlist_are_taken_by_the_schemas()
    {
        var found = Example().Matches(Repository.Read("docs/allowlist.md"));

        Assert.Equal(2, found.Count);
        Assert.Empty(PublishedSchema.Config.Problems(found[0].Groups["text"].Value));
        Assert.Empty(PublishedSchema.Allowlist.Problems(found[1].Groups["text"].Value));
    }

    [Fact]
    public void Every_key_is_in_the_page_about_the_configuration()
    {
        string page = Repository.Read("docs/configuration.md");
        var keys = ConfigKeys.Top.Select(key => key.Name)
            .Concat(ConfigKeys.Index.Select(key => key.Name))
            .Concat(TaskKeys.All.Select(key => key.Name))
            .Concat(TaskgraphKeys.All.Select(key => key.Name))
            .Concat(ImageKeys.All.Select(key => key.Name));

        Assert.All(keys, key => Assert.Contains($"\n| `{key}` |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(
        @"^## (?<title>.+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(
        @"^```yaml\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
