using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Tests.Chains;
using Slipway.Tests.Schemas;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Policies;

public sealed class PolicyDocumentTests
{
    private const string File = "trust/policy.yml";

    private const string Key = "9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=";

    private const string Least =
        """
        variables: GECKO
        repositories: [{hosts: [hg.mozilla.org], paths: ['^(?<path>/mozilla-central)(/|$)']}]
        tasks-for: [hg-push]
        decision-pools: [gecko-3/decision]
        image-pools: [gecko-3/images]
        keys: {docker-worker: [9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=]}

        """;

    [Theory]
    [InlineData("examples/trust/small.yml")]
    [InlineData("examples/trust/firefox.yml")]
    public void The_examples_are_policies_for_reader_and_schema(string path)
    {
        string text = Repository.Read(path);

        var document = Sound(text);

        Assert.Empty(PublishedSchema.Policy.Problems(text));
        Assert.Equal(Enforcement.Require, document.Policy.At(Level.TryParse("3", out var three) ? three : default));
        Assert.NotEmpty(document.Images);
    }

    [Fact]
    public void The_examples_have_every_key_that_there_is()
    {
        string[] written =
        [
            .. new[] { "examples/trust/small.yml", "examples/trust/firefox.yml" }
                .SelectMany(path => Repository.Read(path).Split('\n'))
                .Select(line => line.TrimStart(' ', '-'))
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split(':')[0]),
        ];

        Assert.Empty(KeysIn(PublishedSchema.Policy.Root).Except(written));
    }

    [Fact]
    public void The_schema_is_one() => Assert.Empty(PublishedSchema.Policy.OwnProblems);

    [Fact]
    public void The_schema_has_the_keys_of_the_reader() => Assert.Equal(
        PolicyKeys.Top.Select(key => key.Name).Order(StringComparer.Ordinal),
        PublishedSchema.Policy.Root.GetProperty("properties").EnumerateObject().Select(key => key.Name)
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("trust: {4: require}\n", "'4' is not a level", 7, 9)]
    [InlineData("trust: {3: always}\n", "'trust' of level 3 cannot be 'always'", 7, 12)]
    [InlineData("source-type: svn\n", "'source-type' cannot be 'svn'", 7, 14)]
    [InlineData("longest-chain: 0\n", "'longest-chain' cannot be '0'", 7, 16)]
    [InlineData("hash-algorithms: [sha256, md5]\n", "An item of 'hash-algorithms' cannot be 'md5'", 7, 27)]
    [InlineData("restricted-scopes: {a: nowhere}\n", "The scope a names the list 'nowhere'", 7, 24)]
    [InlineData("prebuilt-images: [decision, docker-imagee]\n", "cannot be 'docker-imagee'", 7, 29)]
    [InlineData("image-hashes: {docker-imagee: []}\n", "cannot be 'docker-imagee'", 7, 16)]
    [InlineData("projects: http://example.org\n", "'projects' cannot be", 7, 11)]
    [InlineData("image-hashes: {decision: [{hash: sha256:12}]}\n", "'hash' cannot be 'sha256:12'", 7, 34)]
    [InlineData("must-check: [everything]\n", "An item of 'must-check' cannot be 'everything'", 7, 14)]
    [InlineData("max-statement-age: soon\n", "'max-statement-age' cannot be 'soon'", 7, 20)]
    [InlineData("mirrors: {http://a/: http://b/}\n", "The mirror http://a/", 7, 11)]
    [InlineData("pools: []\n", "has no key 'pools'", 7, 1)]
    [InlineData("bases: [debian:12]\n", "'debian:12' in 'bases' is no repository", 7, 9)]
    [InlineData("bases: [debian@sha256:12]\n", "is no repository", 7, 9)]
    [InlineData("bases: [Debian]\n", "is no repository", 7, 9)]
    [InlineData("image-hashes: 5\n", "'image-hashes' is '5'", 7, 15)]
    [InlineData("image-hashes:\n  decision:\n    - by: me\n", "lacks one of hash, by, on, why", 9, 7)]
    [InlineData("signers: release\n", "'signers' is 'release'", 7, 10)]
    [InlineData("signers:\n  - name: a\n    key: abc\n", "'key' of a signer holds is no public key", 9, 10)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + ", images: ['ap*p']}\n", "'ap*p' of 'images' has a '*'", 8, 75)]
    [InlineData("signers:\n  - {name: a, key: " + Key + ", images: []}\n", "'images' of a signer is empty", 8, 74)]
    [InlineData("signers:\n  - {name: a, key: " + Key + ", builders: }\n", "'builders' of a signer is empty", 8, 76)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + ", repositories: []}\n", "'repositories' of a signer is", 8, 80)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + ", repositories: ['*/x']}\n",
        "'*/x' of 'repositories' has a '*'",
        8,
        81)]
    [InlineData("signers:\n  - name: a\n", "A signer has no 'key'", 8, 5)]
    [InlineData("signers:\n  - key: " + Key + "\n", "A signer has no 'name'", 8, 5)]
    [InlineData("signers:\n  - {name: a, key: " + Key + ", level: 4}\n", "'4' is not a level", 8, 73)]
    [InlineData("signers:\n  - {name: a, key: " + Key + ", until: soon}\n", "'until' cannot be 'soon'", 8, 73)]
    [InlineData("signers:\n  - {name: a, key: " + Key + ", pools: []}\n", "has no key 'pools'", 8, 66)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + ", from: 2026-12-02, until: 2026-12-01}\n",
        "only until 2026-12-01",
        8,
        5)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + ", builders: ['']}\n", "An item of 'builders' is empty", 8, 77)]
    [InlineData(
        "signers:\n  - {name: a, key: " + Key + "}\n  - {name: b, key: " + Key + "}\n",
        "has the name or the key of a",
        9,
        5)]
    public void What_is_wrong_is_said_with_its_place(string more, string message, int line, int column)
    {
        var problem = Assert.Single(Problems(Least + more));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Location!.Value.Line, problem.Location.Value.Column));
    }

    [Theory]
    [InlineData("9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=", "abc", "the key of a worker is no public key")]
    [InlineData("(/|$)", "(", "is no expression for the path of a repository")]
    [InlineData("'^(?<path>/mozilla-central)", "'(?<path>/mozilla-central)", "is no expression")]
    [InlineData("gecko-3/images", "gecko-3", "'gecko-3' in 'image-pools' is no pool")]
    [InlineData("tasks-for: [hg-push]\n", "", "has no 'tasks-for'")]
    public void What_nothing_can_be_judged_by_is_refused(string part, string instead, string message) =>
        Assert.Contains(
        Problems(Least.Replace(part, instead, StringComparison.Ordinal)),
        problem => problem.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("[{K}, {K}]", "stands twice below")]
    [InlineData("[{K}, {key: ' {K} ', revoked: true}]", "stands twice below")]
    [InlineData("[{key: {K}, revoked: true}], generic-worker: [{K}]", "is revoked in one place")]
    [InlineData("[{key: {K}, revoked: 2026-06-01}], generic-worker: [{K}]", "is revoked in one place")]
    [InlineData("[{key: {K}, revoked: true}], generic-worker: [{key: {K}, revoked: true}]", null)]
    [InlineData("[{K}], generic-worker: [{K}]", null)]
    [InlineData("[{K}]}\nsigners:\n  - {name: a, key: {K}, revoked: true", "is revoked in one place")]
    [InlineData("[{key: {K}, revoked: true}]}\nsigners:\n  - {name: a, key: {K}", "is revoked in one place")]
    public void A_key_has_one_answer_to_what_it_may(string keys, string? message)
    {
        string text = Least.Replace(
            $"{{docker-worker: [{Key}]}}",
            $"{{docker-worker: {keys.Replace("{K}", Key, StringComparison.Ordinal)}}}",
            StringComparison.Ordinal);

        if (message is null)
        {
            Sound(text);
            return;
        }

        Assert.Contains(message, Assert.Single(Problems(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("image-hashes: {decision: []}\n", true, false)]
    [InlineData("image-hashes: {decision:}\n", true, true)]
    [InlineData("image-hashes: {build: []}\n", false, false)]
    public void A_type_with_an_empty_list_may_run_no_image(string more, bool isListed, bool isWrong)
    {
        if (isWrong)
        {
            Assert.NotEmpty(Problems(Least + more));
            return;
        }

        var policy = Sound(Least + more).Policy;

        Assert.Equal(isListed, policy.ImageHashes.ContainsKey("decision"));
        Assert.True(policy.ImageHashes.GetValueOrDefault("decision") is not { } list || list.IsEmpty);
    }

    [Fact]
    public void A_policy_about_statements_needs_nothing_about_tasks()
    {
        const string P256 = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmOqF0139vv0Epr/zip3NAds2ebVV/Y7HJYQephNiR/8eU4"
            + "YFESRr0rUz5wC5mQp3ksy4vau8C+C/WFVFG3Q8yw==";
        const string Text =
            $"""
            must-check: [parents]
            signers:
              - name: release
                key: {P256}
                level: 3
                builders: [https://ci.example.org/release]
                from: 2026-01-01
                until: 2027-01-01
              - {"{"}name: old, key: {Key}, revoked: true{"}"}

            """;

        var policy = Sound(Text).Policy;

        Assert.Empty(PublishedSchema.Policy.Problems(Text));
        Assert.Equal(["release", "old"], policy.Signers.Select(signer => signer.Name));
        Assert.Equal(P256, policy.Signers[0].Key.Text);
        Assert.Equal(Level.Highest, policy.Signers[0].Level);
        Assert.Equal(Key, policy.Signers[1].Key.RawText);
        Assert.True(policy.Signers[1].IsRevoked);
        Assert.NotEmpty(PublishedSchema.Policy.Problems($"{Text}variables: GECKO\n"));
        Assert.Contains(
            Problems($"{Text}variables: GECKO\n"),
            problem => problem.Message.Contains("has no 'keys'", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_chain_gets_the_same_verdict_by_imported_settings()
    {
        foreach (string name in GoldenChain.Names)
        {
            var (documents, policy) = GoldenChain.Read(GoldenChain.Chain(name));
            if (policy.Keys.Values.Any(keys => keys.Any(key => key.Bytes is not { Length: 32 })))
            {
                continue;
            }

            string text = PolicyWriter.Write(policy, "me", new DateOnly(2026, 11, 29), "a test");
            var imported = Sound(text).Policy;

            Assert.Empty(PublishedSchema.Policy.Problems(text));
            var (before, after) = (ChainVerifier.Verify(documents, policy), ChainVerifier.Verify(documents, imported));
            Assert.Equal((before.Rule, before.Reason), (after.Rule, after.Reason));
        }
    }

    [Fact]
    public void A_private_key_that_was_written_by_mistake_is_not_shown()
    {
        var key = SigningKey.Create(SigningAlgorithm.EcdsaP256);
        string secret = string.Concat(key.Pem.Split('\n').Where(line => !line.StartsWith('-')));

        var problems = Problems($"{Least}signers:\n  - {{name: a, key: {secret}}}\n")
            .AddRange(Problems(Least.Replace(
                "9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=", secret, StringComparison.Ordinal)));

        Assert.Equal(2, problems.Count(problem => problem.Message.Contains("no public key", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            problems, problem => problem.Message.Contains(secret[..16], StringComparison.Ordinal));
    }

    private static PolicyDocument Sound(string text)
    {
        var problems = new DiagnosticBag();
        var document = PolicyDocument.Parse(Encoding.UTF8.GetBytes(text), File, problems);
        Assert.Empty(problems.ToSorted().Select(problem => problem.Message));
        return document!;
    }

    private static ImmutableArray<Diagnostic> Problems(string text)
    {
        var problems = new DiagnosticBag();
        Assert.Null(PolicyDocument.Parse(Encoding.UTF8.GetBytes(text), File, problems));
        return problems.ToSorted();
    }

    private static IEnumerable<string> KeysIn(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(member =>
            (member.Name == "properties" ? member.Value.EnumerateObject().Select(key => key.Name) : [])
                .Concat(KeysIn(member.Value))),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(KeysIn),
        _ => [],
    };
}
