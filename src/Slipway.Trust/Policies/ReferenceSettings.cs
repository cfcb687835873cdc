using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>Reads the settings of scriptworker, by its names for them.</summary>
/// <remarks>https://github.com/mozilla-releng/scriptworker/blob/66a7a5c/src/scriptworker/constants.py</remarks>
public static class ReferenceSettings
{
    /// <param name="context">The settings of one product, as scriptworker has them after it chose the product.</param>
    /// <param name="keys">Worker implementation, and its public keys.</param>
    /// <param name="allowlist">Type of task, and IDs of images; null for none.</param>
    /// <exception cref="FormatException">A setting is missing or has another shape; the message names it.</exception>
    public static ChainPolicy Read(JsonNode? context, JsonNode? keys, JsonNode? allowlist) => new()
    {
        ProductType = Text(context, "cot_product_type"),
        SourcePrefix = Text(context, "source_env_prefix"),
        TasksFor = Set(context, "valid_tasks_for"),
        ScriptworkerProvisioners = Set(context, "scriptworker_provisioners"),
        DecisionPools = Set(context, "valid_decision_worker_pools"),
        ImagePools = Set(context, "valid_docker_image_worker_pools"),
        PrebuiltTypes = context.TextAt("prebuilt_docker_image_task_types") == "any"
            ? null
            : Set(context, "prebuilt_docker_image_task_types"),
        Repositories = [.. List(context, "trusted_vcs_rules").Select(Rule)],
        RestrictedScopes = Map(context, "cot_restricted_scopes").ToImmutableDictionary(
            scope => scope.Key,
            scope => scope.Value.Text() ?? throw Wrong($"cot_restricted_scopes.{scope.Key}", "a text")),
        RestrictedTrees = Map(context, "cot_restricted_trees").ToImmutableDictionary(
            tree => tree.Key, tree => Texts(tree.Value, $"cot_restricted_trees.{tree.Key}")),
        HashAlgorithms = Set(context, "valid_hash_algorithms"),
        MaximumLength = context.At("max_chain_length").Whole() is { } length and > 0 and <= 100
            ? (int)length
            : throw Wrong("max_chain_length", "a number from 1 to 100"),
        GitHubOwner = context.TextAt("official_github_repos_owner"),
        ProjectsAddress = context.TextAt("project_configuration_url") ?? ChainPolicy.DefaultProjectsAddress,
        Keys = (keys as JsonObject ?? throw Wrong("keys", "an object")).ToImmutableDictionary(
            entry => entry.Key,
            entry => (entry.Value as JsonArray ?? throw Wrong($"keys.{entry.Key}", "a list"))
                .Select(key => new WorkerKey(key.Text() ?? throw Wrong($"keys.{entry.Key}", "a list of texts")))
                .ToImmutableArray()),
        ImageHashes = Hashes(allowlist),
    };

    /// <summary>The same settings written down.</summary>
    public static JsonObject Write(ChainPolicy policy)
    {
        var settings = new JsonObject
        {
            ["cot_product_type"] = policy.ProductType,
            ["source_env_prefix"] = policy.SourcePrefix,
            ["valid_tasks_for"] = Texts(policy.TasksFor),
            ["scriptworker_provisioners"] = Texts(policy.ScriptworkerProvisioners),
            ["valid_decision_worker_pools"] = Texts(policy.DecisionPools),
            ["valid_docker_image_worker_pools"] = Texts(policy.ImagePools),
            ["prebuilt_docker_image_task_types"] = policy.PrebuiltTypes is { } types ? Texts(types) : "any",
            ["trusted_vcs_rules"] = new JsonArray([.. policy.Repositories.Select(rule => (JsonNode)new JsonObject
            {
                ["schemes"] = Texts(rule.Schemes),
                ["netlocs"] = Texts(rule.Hosts),
                ["path_regexes"] = new JsonArray([.. rule.Paths.Select(path => JsonValue.Create(
                    path.ToString().Replace("(?<path>", "(?P<path>", StringComparison.Ordinal)))]),
            })]),
            ["cot_restricted_scopes"] = new JsonObject(policy.RestrictedScopes.Select(scope =>
                new KeyValuePair<string, JsonNode?>(scope.Key, scope.Value))),
            ["cot_restricted_trees"] = new JsonObject(policy.RestrictedTrees.Select(tree =>
                new KeyValuePair<string, JsonNode?>(tree.Key, Texts(tree.Value)))),
            ["valid_hash_algorithms"] = Texts(policy.HashAlgorithms),
            ["max_chain_length"] = policy.MaximumLength,
            ["project_configuration_url"] = policy.ProjectsAddress,
        };
        if (policy.GitHubOwner is { } owner)
        {
            settings["official_github_repos_owner"] = owner;
        }

        return settings;
    }

    internal static JsonArray Texts(ImmutableHashSet<string> texts) =>
        new([.. texts.Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);

    /// <summary>The lists of allowed images: type of task, and IDs.</summary>
    /// <exception cref="FormatException">It has another shape.</exception>
    private static ImmutableDictionary<string, ImmutableHashSet<string>> Hashes(JsonNode? allowlist) =>
        allowlist is null
            ? ImmutableDictionary<string, ImmutableHashSet<string>>.Empty
            : (allowlist as JsonObject ?? throw Wrong("the allowlist", "an object")).ToImmutableDictionary(
                list => list.Key, list => Texts(list.Value, $"the allowlist's {list.Key}"));

    private static RepositoryRule Rule(JsonNode? rule)
    {
        const string Name = "trusted_vcs_rules";
        try
        {
            return new RepositoryRule(
                Texts(rule.At("schemes"), $"{Name}.schemes"),
                Texts(rule.At("netlocs"), $"{Name}.netlocs"),
                [.. List(rule, "path_regexes").Select(item => RepositoryRule.Expression(
                    item.Text() ?? throw Wrong($"{Name}.path_regexes", "a list of texts")))]);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"{Name}.path_regexes: {exception.Message}", exception);
        }
    }

    private static string Text(JsonNode? context, string name) =>
        context.TextAt(name) ?? throw Wrong(name, "a text");

    private static ImmutableHashSet<string> Set(JsonNode? context, string name) => Texts(context.At(name), name);

    private static ImmutableHashSet<string> Texts(JsonNode? node, string name) =>
        node is JsonArray list && list.All(item => item.Text() is not null)
            ? [.. list.Texts()]
            : throw Wrong(name, "a list of texts");

    private static JsonArray List(JsonNode? context, string name) =>
        context.At(name) as JsonArray ?? throw Wrong(name, "a list");

    private static JsonObject Map(JsonNode? context, string name) =>
        context.At(name) as JsonObject ?? throw Wrong(name, "an object");

    private static FormatException Wrong(string name, string what) => new($"{name} is not {what}");
}
