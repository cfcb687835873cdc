using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Configuration;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Cases;
using Slipway.Tests.Schemas;

namespace Slipway.Core.Tests.Configuration;

/// <summary>The published schema says what the reader does.</summary>
public sealed class SchemaTests
{
    private static JsonElement Schema => PublishedSchema.Config.Root;

    private static JsonElement ProductIndex => At("$defs", "image").GetProperty("properties").GetProperty("index");

    private static JsonElement Retention => At("properties", "retention");

    private static JsonElement RetentionRule =>
        Retention.GetProperty("properties").GetProperty("rules").GetProperty("items");

    private static JsonElement RetentionUsers => Retention.GetProperty("properties").GetProperty("used-by");

    private static JsonElement[] Levels =>
    [
        Schema,
        At("properties", "index"),
        At("properties", "taskcluster"),
        At("properties", "taskgraph"),
        At("properties", "trust"),
        At("properties", "trust").GetProperty("properties").GetProperty("signing-key"),
        At("$defs", "image"),
        ProductIndex,
        Retention,
        RetentionRule,
        RetentionUsers,
    ];

    [Fact]
    public void The_keys_of_every_level_are_the_same()
    {
        Assert.Equal(Names(ConfigKeys.Top), Properties(Schema));
        Assert.Equal(Names(ConfigKeys.Index), Properties(At("properties", "index")));
        Assert.Equal(Names(TaskKeys.All), Properties(At("properties", "taskcluster")));
        Assert.Equal(Names(TaskgraphKeys.All), Properties(At("properties", "taskgraph")));
        Assert.Equal(Names(TrustKeys.All), Properties(At("properties", "trust")));
        Assert.Equal(
            Names(TrustKeys.Key),
            Properties(At("properties", "trust").GetProperty("properties").GetProperty("signing-key")));
        Assert.Equal(Names(ImageKeys.All), Properties(At("$defs", "image")));
        Assert.Equal(Names(ProductIndexKeys.All), Properties(ProductIndex));
        Assert.Equal(Names(RetentionKeys.All), Properties(Retention));
        Assert.Equal(Names(RetentionKeys.Rule), Properties(RetentionRule));
        Assert.Equal(Names(RetentionKeys.Users), Properties(RetentionUsers));
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
        var inSchema = Schema.GetProperty("properties").EnumerateObject()
            .Where(property => property.Value.TryGetProperty("enum", out _))
            .ToDictionary(property => property.Name, property => Strings(property.Value.GetProperty("enum")));
        var inReader = ConfigKeys
            .Top.Where(key => !key.Choices.IsEmpty)
            .ToDictionary(key => key.Name, key => key.Choices.ToArray());
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

    [Fact]
    public void The_schema_is_one() => Assert.Empty(PublishedSchema.Config.OwnProblems);

    public static TheoryData<string> Examples() => [.. Directory
        .EnumerateFiles(Repository.PathOf("examples"), "slipway.yml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_taken(string path) =>
        Assert.Empty(PublishedSchema.Config.Problems(Repository.Read(path)));

    [Theory]
    [InlineData("prefixes: a", "/prefixes")]
    [InlineData("images: { app: { perent: base } }", "/images/app/perent")]
    [InlineData("images: { app: { index: { product: a, job-name: b, name: c } } }", "/images/app/index/name")]
    [InlineData("images: { app: { index: { product: a } } }", "/images/app/index")]
    [InlineData("index: { hash: '{scope}.{name}' }", "/index/hash")]
    [InlineData("taskcluster: { pool: a/b }", "/taskcluster/pool")]
    [InlineData("folder: [images]", "/folder")]
    [InlineData("images: [app]", "/images")]
    [InlineData("images: { app: { cache: 'yes' } }", "/images/app/cache")]
    [InlineData("levels: { 3: main }", "/levels/3")]
    [InlineData("scheme: docker", "/scheme")]
    [InlineData("protected-levels: [4]", "/protected-levels/0")]
    [InlineData("expires: { 1: 28 }", "/expires/1")]
    [InlineData("retention: { grace: 5m }", "/retention/grace")]
    [InlineData("retention: { rules: [{ levels: [4], keep: 1 }] }", "/retention/rules/0/levels/0")]
    [InlineData("retention: { rules: [{ keep: -1 }] }", "/retention/rules/0/keep")]
    [InlineData("retention: { rules: [{ images: [a] }] }", "/retention/rules/0")]
    [InlineData("retention: { rules: { keep: 1 } }", "/retention/rules")]
    [InlineData("retention: { used-by: { most-tips: 0 } }", "/retention/used-by/most-tips")]
    [InlineData("retention: { used-by: { branches: main } }", "/retention/used-by/branches")]
    public void What_is_wrong_is_refused_by_both_and_where_it_is(string text, string place)
    {
        Assert.NotEmpty(ConfigCase.Problems(text + "\n"));
        Assert.Contains(
            PublishedSchema.Config.Problems(text),
            problem => problem.StartsWith($"{place}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prefix: '{0}'", "gecko a.b a..b .a a! é -")]
    [InlineData("platform: '{0}'", "linux/amd64 linux linux/arm/v7 a/b/c/d Linux/x linux/x86_64 linux/")]
    [InlineData(
        "registry: '{0}'",
        "ghcr.io/a a localhost:5000 localhost:5000/a https://x a/ A a/B a__b a___b a:b a:1/b -a")]
    [InlineData("image-builder: '{0}'", "a a/b:1@sha256:00 -a a,b")]
    [InlineData("taskcluster: { trust-domain: '{0}' }", "gecko a_b-c a.b {level} a/b")]
    [InlineData("taskcluster: { scheduler-id: '{0}' }", "{trust-domain}-level-{level} a {levels} a.b a{")]
    [InlineData("taskcluster: { project-id: '{0}' }", "a/b.c_d-{level} a:b {alias}")]
    [InlineData("taskcluster: { implementation: '{0}' }", "docker-worker generic-worker docker")]
    [InlineData(
        "insecure-registries: ['{0}']",
        "a a.b a.b:5000 A 127.0.0.1 [::1] [::1]:5000 https://a a/b a: a:123456 -a a- [] [x] *")]
    [InlineData("expires: { 3: '{0}' }", "12h 30d 4w 1y 0d 05d d 1 1m 1D -1d 1234567h")]
    [InlineData("images: { app: { max-age: '{0}' } }", "12h 30d 4w 1y 0d 05d d 1 1m 1D -1d 1234567h")]
    [InlineData("images: { '{0}': }", "a a1 a-b a--b a.b a_b a__b a___b A -a a- a..b é")]
    [InlineData("images: { zz: { parent: '{0}' } }", "a a1 a-b a--b a.b a_b a__b a___b A -a a- a..b é")]
    [InlineData("images: { zz: { args: { '{0}': x } } }", "A a_1 _ Ü Ⅷ A١ 1A A-B A.B A+B")]
    [InlineData("images: { zz: { secrets: ['{0}'] } }", "a pip-token A.b_c -a a,b a=b _a")]
    public void A_text_is_taken_by_both_or_by_neither(string place, string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            string file = place.Replace("{0}", text, StringComparison.Ordinal) + "\n";
            var problems = ConfigCase.Problems(file);
            Assert.True(problems.IsEmpty == PublishedSchema.Config.Takes(file), $"{file}{string.Join('\n', problems)}");
        }
    }

    /// <summary>
    /// Letters of other scripts are left to Slipway: \p{L} is a pattern of ECMA-262 only with a flag, and Python's
    /// jsonschema refuses a schema that has it.
    /// </summary>
    [Fact]
    public void No_pattern_needs_more_than_every_validator_knows() =>
        Assert.DoesNotContain("\\\\p", Repository.Read("schema/slipway.schema.json"), StringComparison.Ordinal);

    [Fact]
    public void The_examples_of_the_templates_are_taken()
    {
        foreach (var property in At("properties", "index").GetProperty("properties").EnumerateObject())
        {
            foreach (string example in Strings(property.Value.GetProperty("examples")))
            {
                Assert.Equal(
                    ImmutableArray<Diagnostic>.Empty,
                    ConfigCase.Problems($"index: {{ {property.Name}: '{example}' }}\n"));
            }
        }
    }

    private static JsonElement At(string section, string name) => Schema.GetProperty(section).GetProperty(name);

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static IEnumerable<string> Properties(JsonElement level) =>
        level
            .GetProperty("properties")
            .EnumerateObject()
            .Select(property => property.Name)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names<TDraft>(ImmutableArray<ConfigKey<TDraft>> keys) =>
        keys.Select(key => key.Name).Order(StringComparer.Ordinal);
}
