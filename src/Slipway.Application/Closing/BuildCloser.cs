using System.Collections.Immutable;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Engines.Loading;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>
/// Closes the build of one Dockerfile: everything that it could make a builder resolve is provided under a name of this
/// build alone, or the build is refused; and it is written so that the builder reads what was read here.
/// </summary>
/// <param name="ports">What it works with.</param>
/// <param name="policy">What the build may use.</param>
/// <param name="warn">Told of what is used although nothing vouches for it.</param>
/// <param name="log">Gets what is worth a line in the build's log.</param>
internal sealed class BuildCloser(ClosingPorts ports, ClosingPolicy policy, Action<Diagnostic> warn, Action<string> log)
{
    private const int CacheIdDigits = 32;

    private readonly NameMask _mask = new();
    private readonly ClosingRules _rules = new(policy, ports.Grammar);
    private readonly ExternalImages _externalImages = new(ports, policy, warn, log);
    private bool _hasForeignTriggers;
    private readonly HashSet<(DiagnosticCode Code, string Message)> _told = [];
    private readonly Dictionary<(string Reference, string Platform), ProvidedBase> _provided = [];
    private readonly ImmutableSortedDictionary<string, ImageHash>.Builder _externals =
        ImmutableSortedDictionary.CreateBuilder<string, ImageHash>(StringComparer.Ordinal);

    /// <param name="build">What is to be built.</param>
    /// <exception cref="SlipwayException">Everything for which it is refused,
    /// or an image that cannot be had.</exception>
    public async Task<ClosedDockerfile> CloseAsync(ClosingRequest build, CancellationToken cancellationToken)
    {
        var dockerfile = build.Dockerfile;
        var origins = dockerfile.Origins();
        var bases = await ProvideAsync(build, dockerfile, cancellationToken);
        var triggers = bases
            .Where(pair => pair.Key.Kind == ReferenceKind.From && !pair.Value.Triggers.IsEmpty)
            .ToDictionary(pair => pair.Key, pair => (IReadOnlyCollection<string>)pair.Value.Triggers);
        if (triggers.Count > 0)
        {
            // What the base brings is a part of the Dockerfile from here on, and nothing of it is left in the base.
            var inserted = TriggerText.Insert(dockerfile, triggers);
            origins = origins.Before(inserted.Origins);
            dockerfile = Read(inserted.Content, build);
            bases = await ProvideAsync(build, dockerfile, cancellationToken);
        }

        var content = dockerfile.WithReferences(bases.ToDictionary(pair => pair.Key, pair => pair.Value.Name));
        content = CacheMounts.Isolate(content, IsolatedId);
        content = PlainDockerfile.Write(content, ports.Grammar.Frontends);
        return new ClosedDockerfile(
            content,
            _externals.ToImmutable(),
            _mask,
            new BuilderLines(build.DockerfileName, build.File, origins),
            new FailedStep(content, build.File, origins))
        {
            HasForeignTriggers = _hasForeignTriggers,
        };

        string IsolatedId(string identity)
        {
            // Cache mounts outlive builds, also those that forget their steps, so each scope gets its own.
            string id = ports.Secret.IdFor("cache mount", $"{build.CacheScope}\n{identity}")[..CacheIdDigits];
            // The field that was added, and then the id wherever else it is told.
            _mask.Add($",id={id}", string.Empty);
            _mask.Add(id, identity);
            return id;
        }
    }

    private static ExpandedDockerfile Read(ReadOnlyMemory<byte> content, ClosingRequest build)
    {
        var problems = new DiagnosticBag();
        var dockerfile = DockerfileReader.ReadExpanded(content, build.File, build.Settings, problems);
        problems.ThrowIfErrors();
        return dockerfile!;
    }

    /// <summary>
    /// Provides every image that the Dockerfile names; nothing is asked of an engine before all of them may be used.
    /// </summary>
    private async Task<Dictionary<ImageReferenceUse, ProvidedBase>> ProvideAsync(
        ClosingRequest build, ExpandedDockerfile dockerfile, CancellationToken cancellationToken)
    {
        var uses = dockerfile.References
            .Where(use => use.Kind != ReferenceKind.Frontend || ports.Grammar.Frontends)
            .ToList();
        var problems = _rules.Check(build, dockerfile, uses);
        // What bases bring makes it read a second time, and what was told of the rest was told already.
        foreach (var warning in problems.Where(problem =>
            problem.Severity == Severity.Warning && !_told.Contains((problem.Code, problem.Message))))
        {
            warn(warning);
        }

        _told.UnionWith(problems.Select(problem => (problem.Code, problem.Message)));
        if (problems.Where(problem => problem.Severity == Severity.Error).ToImmutableArray()
            is { IsEmpty: false } errors)
        {
            throw new SlipwayException(errors);
        }

        var bases = new Dictionary<ImageReferenceUse, ProvidedBase>();
        foreach (var use in uses)
        {
            var key = (use.Resolved, use.Platform ?? build.Settings.Platform);
            if (!_provided.TryGetValue(key, out var provided))
            {
                provided = build.IsParent(use)
                    ? await ProvideParentAsync(build, use, cancellationToken)
                    : await ProvideExternalAsync(use, key.Item2, cancellationToken);
                _provided.Add(key, provided);
            }

            bases[use] = provided;
        }

        return bases;
    }

    private async Task<ProvidedBase> ProvideParentAsync(
        ClosingRequest build, ImageReferenceUse use, CancellationToken cancellationToken)
    {
        var image = await build.FetchParent(use, cancellationToken);
        var config = await ports.Store.ReadConfigAsync(image, cancellationToken);
        var triggers = ImageTriggers.Of(config);
        if (!triggers.IsEmpty)
        {
            image = await ports.Store.PutConfigAsync(image, ImageTriggers.Without(config), cancellationToken);
        }

        await ports.Images.LoadAsync(image, build.Progress, cancellationToken);
        return new ProvidedBase(await NameAsync(use, image.ImageHash, cancellationToken), triggers);
    }

    private async Task<ProvidedBase> ProvideExternalAsync(
        ImageReferenceUse use, string platform, CancellationToken cancellationToken)
    {
        var image = await _externalImages.FindAsync(use, platform, cancellationToken);
        _externals[use.Resolved] = image.ImageHash;
        _hasForeignTriggers |= !image.Triggers.IsEmpty;
        log($"{use.Resolved} is {image.ImageHash.ToOciString()}");
        // Its triggers are left to the engine: they name nothing.
        return new ProvidedBase(await NameAsync(use, image.ImageHash, cancellationToken), []);
    }

    private async Task<string> NameAsync(ImageReferenceUse use, ImageHash image, CancellationToken cancellationToken)
    {
        string name = await ports.Names.GiveAsync(image, cancellationToken);
        _mask.Add(name, use.Resolved);
        return name;
    }

    /// <param name="Name">What the builder is to call it.</param>
    /// <param name="Triggers">The instructions that it brings, which the image of that name has no more.</param>
    private sealed record ProvidedBase(string Name, ImmutableArray<string> Triggers);
}

/// <summary>What builds are closed with.</summary>
/// <param name="Engine">Builds.</param>
/// <param name="Grammar">How its builder reads Dockerfiles.</param>
/// <param name="Images">Brings stored images into the engine.</param>
/// <param name="Store">Holds the parents.</param>
/// <param name="Names">The names of this run.</param>
/// <param name="Secret">Makes ids that nobody outside can guess.</param>
/// <param name="Builds">Tells which scope built an image that the engine has; null when nothing is known of
/// that.</param>
internal sealed record ClosingPorts(
    IImageEngine Engine,
    BuilderGrammar Grammar,
    EngineImages Images,
    IImageStore Store,
    LocalNames Names,
    IStoreSecret Secret,
    IBuildRecords? Builds);
