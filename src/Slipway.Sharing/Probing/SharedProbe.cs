using System.Collections.Immutable;
using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;
using Slipway.Sharing.Leases;

namespace Slipway.Sharing.Probing;

/// <summary>Tries what the registry allows and can do, and takes away again what it left.</summary>
public sealed class SharedProbe
{
    // What is not an hour wrong makes no entry expire that should not.
    private static readonly TimeSpan MostDifference = TimeSpan.FromMinutes(5);

    private const string Type = "application/vnd.dev.slipway.probe.v1";

    private readonly IImageRegistry _registry;
    private readonly SharedLayout _layout;
    private readonly SharedScopes _scopes;
    private readonly DocumentWriter _documents;
    private readonly TimeProvider _clock;

    internal SharedProbe(
        IImageRegistry registry,
        SharedLayout layout,
        SharedScopes scopes,
        DocumentWriter documents,
        TimeProvider clock) =>
        (_registry, _layout, _scopes, _documents, _clock) = (registry, layout, scopes, documents, clock);

    /// <summary>Everything that a person who sets it up should know.</summary>
    public async Task<IReadOnlyList<ProbeFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<ProbeFinding>();
        foreach (var scope in _scopes.Readable)
        {
            findings.Add(await ReadAsync(scope, cancellationToken));
        }

        findings.AddRange(await WriteAsync(cancellationToken));
        if (await ClockAsync(cancellationToken) is { } difference)
        {
            findings.Add(difference);
        }

        return findings;
    }

    private async Task<ProbeFinding> ReadAsync(IndexScope scope, CancellationToken cancellationToken)
    {
        var repository = _layout.LeasesOf(scope);
        try
        {
            await _registry.ListTagsAsync(repository, cancellationToken);
            return new ProbeFinding($"reading {scope}", ProbeState.Good, $"{repository.Path} may be read");
        }
        catch (SlipwayException failure)
        {
            return new ProbeFinding(
                $"reading {scope}",
                ProbeState.Doubtful,
                failure.Diagnostics[0].Message,
                "Give these credentials the right to pull from there; a registry may also deny what does not exist "
                + "yet, and then it goes with the first push.");
        }
    }

    private async Task<IEnumerable<ProbeFinding>> WriteAsync(CancellationToken cancellationToken)
    {
        var repository = _layout.LeasesOf(_scopes.Writable);
        string name = $"writing {_scopes.Writable}";
        string tag = $"probe.{BuildId.New()}";
        RegistryManifest manifest;
        try
        {
            manifest = await PutAsync(repository, tag, null, cancellationToken);
        }
        catch (SlipwayException failure)
        {
            return
            [
                new ProbeFinding(
                    name,
                    ProbeState.Doubtful,
                    $"what is built stays on this machine: {failure.Diagnostics[0].Message}",
                    $"To share images, give these credentials the right to push to {repository}, and to the "
                    + "repositories beside it. Some registries want each repository to be made first."),
            ];
        }

        return
        [
            new ProbeFinding(name, ProbeState.Good, $"{repository.Path} may be written"),
            await ReferrersAsync(repository, tag, manifest, cancellationToken),
            await DeletionAsync(repository, tag, cancellationToken),
        ];
    }

    private async Task<ProbeFinding> ReferrersAsync(
        RepositoryName repository, string tag, RegistryManifest subject, CancellationToken cancellationToken)
    {
        string referrer = $"{tag}.about";
        string fallback = $"sha256-{subject.Descriptor.Digest}";
        try
        {
            var about = await PutAsync(repository, referrer, subject.Descriptor, cancellationToken);
            var listed = await _registry.ListReferrersAsync(repository, subject.Descriptor.Digest, cancellationToken);
            bool isOwn = await _registry.FindManifestAsync(
                new ImageReference(repository, fallback, null), cancellationToken) is null;
            return !listed.Any(one => one.Descriptor.Digest == about.Descriptor.Digest)
                ? new ProbeFinding(
                    "referrers",
                    ProbeState.Doubtful,
                    "what is said about an image is not listed under it",
                    "Slipway finds it by its tags; other tools may not find it.")
                : new ProbeFinding(
                    "referrers",
                    ProbeState.Good,
                    isOwn
                        ? "the registry lists what is said about an image"
                        : "the registry keeps no list of what is said about an image, so a tag has it");
        }
        catch (SlipwayException failure)
        {
            return new ProbeFinding(
                "referrers",
                ProbeState.Doubtful,
                failure.Diagnostics[0].Message,
                "Slipway finds what is said about an image by its tags; other tools may not find it.");
        }
        finally
        {
            await RemoveAsync(repository, referrer);
            await RemoveAsync(repository, fallback);
        }
    }

    private async Task<ProbeFinding> DeletionAsync(
        RepositoryName repository, string tag, CancellationToken cancellationToken)
    {
        const string remedy =
            "Allow deleting (REGISTRY_STORAGE_DELETE_ENABLED=true for a plain distribution registry, the right to "
            + "delete elsewhere): until then nothing that was pushed goes, and leases stay as tags.";
        var reference = new ImageReference(repository, tag, null);
        try
        {
            return await _registry.DeleteManifestAsync(reference, cancellationToken)
                && await _registry.FindManifestAsync(reference, cancellationToken) is null
                ? new ProbeFinding("deleting", ProbeState.Good, "what was pushed can be deleted")
                : new ProbeFinding(
                    "deleting",
                    ProbeState.Doubtful,
                    "the registry does not delete: the leases have "
                    + $"{CountOf(await _registry.ListTagsAsync(repository, cancellationToken))}, "
                    + "and each build adds two",
                    remedy);
        }
        catch (SlipwayException failure)
        {
            return new ProbeFinding("deleting", ProbeState.Doubtful, failure.Diagnostics[0].Message, remedy);
        }
    }

    private static string CountOf(IReadOnlyCollection<string> tags) => string.Create(
        CultureInfo.InvariantCulture, $"{tags.Count(tag => LeaseTag.Parse(tag) is not null)} tags");

    private async Task<ProbeFinding?> ClockAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? theirs;
        try
        {
            theirs = await _registry.FindTimeAsync(_layout.Root.Registry, cancellationToken);
        }
        catch (SlipwayException)
        {
            // Reading has told about it.
            return null;
        }

        if (theirs is not { } time)
        {
            return null;
        }

        var difference = (time - _clock.GetUtcNow()).Duration();
        return difference <= MostDifference
            ? new ProbeFinding("clock", ProbeState.Good, "this machine and the registry agree")
            : new ProbeFinding(
                "clock",
                ProbeState.Doubtful,
                $"the registry's clock is {difference.TotalMinutes:F0} minutes from this machine's",
                "Set the clock: by this machine's it is decided which entries have expired. Leases do not go by it.");
    }

    private Task<RegistryManifest> PutAsync(
        RepositoryName repository, string tag, OciDescriptor? subject, CancellationToken cancellationToken) =>
        _documents.PutAsync(
            repository,
            [tag],
            Type,
            [],
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("dev.slipway.probe", tag),
            subject,
            cancellationToken);

    private async Task RemoveAsync(RepositoryName repository, string tag)
    {
        try
        {
            await _registry.DeleteManifestAsync(new ImageReference(repository, tag, null), CancellationToken.None);
        }
        catch (SlipwayException)
        {
            // What cannot be deleted stays, and is told of as that.
        }
    }
}

/// <summary>Something that was tried.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it went.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; null when nothing has to be done.</param>
public sealed record ProbeFinding(string Name, ProbeState State, string Detail, string? Remedy = null);

/// <summary>How something went that was tried.</summary>
public enum ProbeState
{
    Good,

    /// <summary>Something does not work, and the rest does without it.</summary>
    Doubtful,
}
