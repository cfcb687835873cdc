using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Core.Catalog.Configuration;
using Slipway.Core.Catalog.Taskgraph;
using Slipway.Core.Diagnostics;

namespace Slipway.Core.Tests.Catalog.Configuration;

/// <summary>The published schema says what the reader does.</summary>
public sealed class SchemaTests
{
    private static readonly Lazy<JsonElement> Schema = new(Load);

    private static JsonElement ProductIndex => At("$defs", "image").GetProperty("properties").GetProperty("index");

    private static JsonElement[] Levels =>
        [Schema.Value, At("properties", "index"), At("properties", "taskcluster"), At("$defs", "image"), ProductIndex];

    [Fact]
    public void The_keys_of_every_level_are_the_same()
    {
        Assert.Equal(Names(ConfigKeys.Top), Properties(Schema.Value));
        Assert.Equal(Names(ConfigKeys.Index), Properties(At("properties", "index")));
        Assert.Equal(Names(TaskKeys.All), Properties(At("properties", "taskcluster")));
        Assert.Equal(Names(ImageKeys.All), Properties(At("$defs", "image")));
        Assert.Equal(Names(ProductIndexKeys.All), Properties(ProductIndex));
    }

    [Fact]
    public void No_level_takes_unknown_keys()
    {
        foreach (var level in Levels)
        {
            Assert.False(level.GetProperty("additionalProperties").GetBoolean());
        }
    }

    [Fact]
    public void The_words_of_every_choice_are_the_same()
    {
        var inSchema = Schema.Value.GetProperty("properties").EnumerateObject()
            .Where(property => property.Value.TryGetProperty("enum", out _))
            .ToDictionary(property => property.Name, property => Strings(property.Value.GetProperty("enum")));
        var inReader = ConfigKeys.Top.Where(key => !key.Choices.IsEmpty).ToDictionary(key => key.Name, key => key.Choices.ToArray());
        inReader.Add("scheme", [.. KnownDialects.All.Names]);

        Assert.Equal(inReader.Keys.Order(StringComparer.Ordinal), inSchema.Keys.Order(StringComparer.Ordinal));
        Assert.All(inReader, choice => Assert.Equal(choice.Value, inSchema[choice.Key]));
    }

    [Fact]
    public void Every_key_is_described()
    {
        foreach (var level in Levels)
        {
            Assert.All(
                level.GetProperty("properties").EnumerateObject(),
                property => Assert.NotEmpty(property.Value.GetProperty("description").GetString()!));
        }
    }

    [Theory]
    [InlineData("prefix", "gecko a.b a..b .a a! é -")]
    [InlineData("platform", "linux/amd64 linux linux/arm/v7 a/b/c/d Linux/x linux/x86_64 linux/")]
    [InlineData("registry", "ghcr.io/a a localhost:5000 localhost:5000/a https://x a/ A a/B a__b a___b a:b a:1/b -a")]
    [InlineData("image-builder", "a a/b:1@sha256:00 -a a,b")]
    public void A_text_is_taken_by_both_or_by_neither(string key, string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            bool taken = ConfigCase.Problems($"{key}: '{text}'\n").IsEmpty;
            Assert.True(taken == Matches(At("properties", key), text), $"{key}: {text}");
        }
    }

    [Theory]
    [InlineData("trust-domain", "gecko a_b-c a.b {level} a/b")]
    [InlineData("scheduler-id", "{trust-domain}-level-{level} a {levels} a.b a{")]
    [InlineData("project-id", "a/b.c_d-{level} a:b {alias}")]
    [InlineData("implementation", "docker-worker")]
    public void A_setting_of_tasks_is_taken_by_both_or_by_neither(string key, string texts)
    {
        var schema = At("properties", "taskcluster").GetProperty("properties").GetProperty(key);
        foreach (string text in texts.Split(' '))
        {
            bool taken = ConfigCase.Problems($"taskcluster: {{ {key}: '{text}' }}\n").IsEmpty;
            Assert.True(
                taken == (schema.TryGetProperty("enum", out var words) ? Strings(words).Contains(text) : Matches(schema, text)), text);
        }
    }

    [Theory]
    [InlineData("a a.b a.b:5000 A 127.0.0.1 [::1] [::1]:5000 https://a a/b a: a:123456 -a a- [] [x] *")]
    public void An_insecure_registry_is_taken_by_both_or_by_neither(string texts)
    {
        var items = At("properties", "insecure-registries").GetProperty("items");
        foreach (string text in texts.Split(' '))
        {
            bool taken = ConfigCase.Problems($"insecure-registries: ['{text}']\n").IsEmpty;
            Assert.True(taken == Matches(items, text), text);
        }
    }

    [Theory]
    [InlineData("12h 30d 4w 1y 0d 05d d 1 1m 1D -1d 1234567h")]
    public void A_duration_is_taken_by_both_or_by_neither(string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            Assert.True(DurationText.TryParse(text, out _) == Matches(At("$defs", "duration"), text), text);
        }
    }

    [Theory]
    [InlineData("a a1 a-b a--b a.b a_b a__b a___b A -a a- a..b é")]
    public void A_name_is_taken_by_both_or_by_neither(string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            bool taken = ConfigCase.Problems($"images: {{ '{text}': }}\n").IsEmpty;
            Assert.True(taken == Matches(At("properties", "images").GetProperty("propertyNames"), text), text);
            Assert.True(taken == ConfigCase.Problems($"images: {{ zz: {{ parent: '{text}' }} }}\n").IsEmpty, text);
            Assert.True(taken == Matches(At("$defs", "image").GetProperty("properties").GetProperty("parent"), text), text);
        }
    }

    [Theory]
    [InlineData("A a_1 _ Ü Ⅷ A١ 1A A-B A.B A+B")]
    public void The_name_of_an_argument_is_taken_by_both_or_by_neither(string texts)
    {
        var schema = At("$defs", "image").GetProperty("properties").GetProperty("args").GetProperty("propertyNames");
        foreach (string text in texts.Split(' '))
        {
            Assert.True(Core.Dockerfiles.ArgumentName.IsValid(text) == Matches(schema, text), text);
        }
    }

    /// <summary>
    /// Letters of other scripts are left to Slipway: \p{L} is a pattern of ECMA-262 only with a flag, and Python's jsonschema
    /// refuses a schema that has it.
    /// </summary>
    [Fact]
    public void No_pattern_needs_more_than_every_validator_knows() =>
        Assert.DoesNotContain("\\\\p", Repository.Read("schema/slipway.schema.json"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a pip-token A.b_c -a a,b a=b _a")]
    public void A_secret_is_taken_by_both_or_by_neither(string texts)
    {
        var schema = At("$defs", "image").GetProperty("properties").GetProperty("secrets").GetProperty("items");
        foreach (string text in texts.Split(' '))
        {
            Assert.True(
                ConfigCase.Problems($"images: {{ zz: {{ secrets: ['{text}'] }} }}\n").IsEmpty == Matches(schema, text), text);
        }
    }

    [Fact]
    public void The_examples_of_the_templates_are_taken()
    {
        foreach (var property in At("properties", "index").GetProperty("properties").EnumerateObject())
        {
            foreach (string example in Strings(property.Value.GetProperty("examples")))
            {
                Assert.Equal(
                    ImmutableArray<Diagnostic>.Empty, ConfigCase.Problems($"index: {{ {property.Name}: '{example}' }}\n"));
            }
        }
    }

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(Repository.Read("schema/slipway.schema.json"));
        return document.RootElement.Clone();
    }

    private static JsonElement At(string section, string name) => Schema.Value.GetProperty(section).GetProperty(name);

    private static bool Matches(JsonElement schema, string text) =>
        Regex.IsMatch(text, schema.GetProperty("pattern").GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static IEnumerable<string> Properties(JsonElement level) =>
        level.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names<TDraft>(ImmutableArray<ConfigKey<TDraft>> keys) =>
        keys.Select(key => key.Name).Order(StringComparer.Ordinal);
}
