using System.Text.Json;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Includes;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>Values and refusals that taskgraph itself gave.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> ContextCases =>
        [.. Cases("taskgraph-context-hashes.json").Select(item => item.GetProperty("name").GetString()!)];

    public static TheoryData<int> TaskCases => [.. Enumerable.Range(0, Cases("taskgraph-cached-tasks.json").Length)];

    [Theory]
    [MemberData(nameof(ContextCases))]
    public void A_context_hashes_as_with_taskgraph(string name)
    {
        var item = Cases("taskgraph-context-hashes.json").Single(c => c.GetProperty("name").GetString() == name);
        using var files = Materialise(item);
        var tree = files.Open();
        var problems = new DiagnosticBag();
        var image = ContextCase.Read(
            tree,
            Scheme.Taskgraph,
            "taskcluster/docker/a",
            args: Strings(item.GetProperty("args")),
            problems: problems);

        var inputs = new DigestCalculator(tree, ContextCase.Config(Scheme.Taskgraph), NoDigestCache.Instance)
            .Compute([image], problems, TestContext.Current.CancellationToken);

        if (item.TryGetProperty("error", out var error))
        {
            Assert.Equal(CodeOf(error.GetString()!), Assert.Single(problems.ToSorted()).Code);
            return;
        }

        Assert.Empty(problems.ToSorted());
        Assert.Equal(item.GetProperty("context_hash").GetString(), inputs[image.Name].ContextHash.ToString());
    }

    [Theory]
    [MemberData(nameof(ContextCases))]
    public void A_tree_that_the_catalog_reads_hashes_as_with_taskgraph(string name)
    {
        var item = Cases("taskgraph-context-hashes.json").Single(c => c.GetProperty("name").GetString() == name);
        using var files = Materialise(item);
        string args = JsonSerializer.Serialize(item.GetProperty("args"));
        files.Write("slipway.yml", $"scheme: taskgraph\nimages:\n  a: {{ args: {args} }}\n");
        var tree = files.Open();
        var catalog = CatalogReader.Read(tree, KnownDialects.All);
        var problems = new DiagnosticBag();
        problems.AddRange(catalog.Diagnostics);

        var inputs = new DigestCalculator(tree, catalog.Catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.Catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);

        if (item.TryGetProperty("error", out var error))
        {
            Assert.Equal(CodeOf(error.GetString()!), Assert.Single(problems.ToSorted()).Code);
            return;
        }

        Assert.DoesNotContain(problems.ToSorted(), d => d.Severity == Severity.Error);
        Assert.Equal(item.GetProperty("context_hash").GetString(), inputs[ImageName.Parse("a")].ContextHash.ToString());
    }

    [Theory]
    [MemberData(nameof(TaskCases))]
    public void A_digest_is_the_one_of_taskgraph(int number)
    {
        var item = Cases("taskgraph-cached-tasks.json")[number];
        var parents = item.GetProperty("parents").EnumerateArray()
            .Select(parent => parent.GetString()!.Split('/'))
            .Select(parts => (ImageName.Parse(parts[1]), InputsDigest.Parse(parts[2])));

        var digest = TaskgraphCase.DigestOf(TaskgraphDigest.Lines(
            Sha256Digest.Parse(item.GetProperty("context_hash").GetString()),
            Strings(item.GetProperty("args")),
            spaced: false,
            item.GetProperty("image_builder_image").GetString()!,
            parents));

        Assert.Equal(item.GetProperty("digest").GetString(), digest.ToString());
    }

    private static DiagnosticCode CodeOf(string error) => error switch
    {
        _ when error.Contains("does not exist", StringComparison.Ordinal) => IncludeCodes.IncludeMissing,
        _ when error.Contains("absolute", StringComparison.Ordinal) => IncludeCodes.IncludeAbsolute,
        _ when error.Contains("outside", StringComparison.Ordinal) => IncludeCodes.IncludeOutsideRoot,
        _ when error.Contains("setuid", StringComparison.Ordinal) => ContextCodes.SetIdFile,
        _ when error.Contains("missing argument", StringComparison.Ordinal) => DockerfileCodes.ArgumentMissing,
        _ => throw new InvalidOperationException($"No code is known for: {error}"),
    };

    private static TempTree Materialise(JsonElement item)
    {
        var files = new TempTree();
        foreach (var file in item.GetProperty("files").EnumerateObject())
        {
            var mode = file.Value.TryGetProperty("mode", out var octal)
                ? (UnixFileMode)Convert.ToInt32(octal.GetString(), 8)
                : TempTree.Plain;
            _ = file.Value switch
            {
                _ when file.Value.TryGetProperty("link", out var target) => files.Link(file.Name, target.GetString()!),
                _ when file.Value.TryGetProperty("text", out var text) => files.Write(
                    file.Name, text.GetString()!, mode),
                _ => files.Write(
                    file.Name,
                    [
                        .. Enumerable.Repeat(
                            file.Value.GetProperty("byte").GetByte(), file.Value.GetProperty("size").GetInt32()),
                    ],
                    mode),
            };
        }

        return files;
    }

    private static Dictionary<string, string> Strings(JsonElement element) =>
        element
            .EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);

    private static JsonElement[] Cases(string file)
    {
        using var stream = File.OpenRead(Path.Join(AppContext.BaseDirectory, "Golden", file));
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }
}
