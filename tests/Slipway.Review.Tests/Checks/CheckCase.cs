using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Engines;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Checks;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using Slipway.Trust.Allowlists;

namespace Slipway.Review.Tests.Checks;

/// <summary>What is known of a tree that a test writes: everything that the tree itself says.</summary>
internal static class CheckCase
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static CheckFacts Facts(this InMemorySourceTree tree, int level = 1)
    {
        var problems = new DiagnosticBag();
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        problems.AddRange(reading.Diagnostics);
        var catalog = reading.Catalog;
        var tasks = TaskFiles.Read(tree, catalog, TestContext.Current.CancellationToken);
        var facts = new CheckFacts
        {
            Catalog = catalog,
            Images = catalog.ParentsFirst,
            Inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance, threads: 1)
                .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken),
            Files = ImageFiles.Read(tree, catalog),
            Allowlist = AllowlistDocument.Read(tree, problems).Allowlist,
            UsedByTasks = TaskUses.Find(tasks, catalog),
            TaskReferences = TaskReferences.Find(tasks, [.. RegistryImage.AllOf(catalog)]),
            Now = Now,
            Level = Level.From(level),
        };
        return facts with { Problems = problems.ToSorted() };
    }

    /// <summary>What is found of some kinds.</summary>
    public static ImmutableArray<Finding> Find(this CheckFacts facts, params DiagnosticCode[] codes) =>
        [.. Checker.Check(facts).Findings.Where(finding => codes.Contains(finding.Diagnostic.Code))];

    public static Finding FindOne(
        this CheckFacts facts, DiagnosticCode code, string location, params DiagnosticCode[] among)
    {
        var found = Assert.Single(facts.Find([code, .. among]));
        Assert.Equal(code, found.Diagnostic.Code);
        Assert.Equal(location, found.Diagnostic.Location?.ToString());
        Assert.False(string.IsNullOrWhiteSpace(found.Diagnostic.Remedy));
        Assert.False(found.Diagnostic.Message.EndsWith('.'), found.Diagnostic.Message);
        return found;
    }

    public static ImageHash Hash(char digit) => ImageHash.Parse(new string(digit, 64));

    public static ImageInputs InputsOf(this CheckFacts facts, string image) => facts.Inputs[ImageName.Parse(image)];

    /// <summary>Says what a registry has under a reference; a label of null is none.</summary>
    public static CheckFacts Publish(
        this CheckFacts facts, string reference, char repoDigest, string? label, char imageHash = 'a')
    {
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        return facts.Answer(reference, new PublishedImage(
            new RepoDigest(Hash(repoDigest).Sha256),
            Hash(imageHash),
            [],
            [],
            label is null ? labels : labels.Add(ImageLabels.Digest, label)));
    }

    /// <summary>Says that a registry does not have a reference.</summary>
    public static CheckFacts Lack(this CheckFacts facts, string reference) => facts.Answer(reference, null);

    public static string Apply(this InMemorySourceTree tree, Fix fix)
    {
        byte[] content = [];
        if (tree.Find(fix.File) is not null)
        {
            using var stream = tree.OpenRead(fix.File);
            var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            content = buffer.ToArray();
        }

        byte[] expected = Encoding.UTF8.GetBytes(fix.Expected);
        Assert.Equal(expected, content[fix.Offset..(fix.Offset + expected.Length)]);
        return Encoding.UTF8.GetString([
            .. content[..fix.Offset],
            .. Encoding.UTF8.GetBytes(fix.Replacement),
            .. content[(fix.Offset + expected.Length)..],
        ]);
    }

    private static CheckFacts Answer(this CheckFacts facts, string reference, PublishedImage? image) => facts with
    {
        Published = facts.Published
            .Append(new(ImageReference.Parse(reference), image))
            .ToFrozenDictionary(),
    };
}
