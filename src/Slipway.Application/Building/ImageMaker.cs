using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Closing;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Images;
using Slipway.Model.Indexing;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>Makes one image: closes its build, has the engine build it, and takes it into the store.</summary>
internal sealed class ImageMaker(PlanRun run)
{
    private const int PastBuilds = 20;

    private readonly ClosingPolicy _policy = PolicyOfPush.Of(run.Catalog, run.Push, run.Options);

    public async Task<MadeImage> MakeAsync(ImageJob job, BuildLog log, CancellationToken cancellationToken)
    {
        var image = job.Image;
        var parents = new ConcurrentDictionary<string, ImageHash>(StringComparer.Ordinal);
        run.Report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Parents));
        void Warn(Diagnostic problem) => run.Report(new BuildEvent.Warned(image.Name, problem));
        var closed = await new BuildCloser(run.Ports, _policy, Warn, log.WriteLine)
            .CloseAsync(Request(job, parents), cancellationToken);
        await TellChangesAsync(image, closed.Externals, Warn, cancellationToken);

        run.Report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Building));
        var built = await RunEngineAsync(job, closed, log, cancellationToken);

        run.Report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Storing));
        var stored = await UnnamedImage.RemoveUnlessAsync(
            run.Engine, built.ImageHash, () => StoreAsync(job, built, cancellationToken));
        return new MadeImage(stored, closed.Externals, parents.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private async Task<StoredImage> StoreAsync(ImageJob job, EngineImage built, CancellationToken cancellationToken)
    {
        var stored = await TakeAsync(job.Image, built, cancellationToken);
        await run.Backend.Images.PutBlobAsync(job.Inputs.WriteManifest(), cancellationToken);
        return stored;
    }

    private async Task<StoredImage> TakeAsync(
        ImageDefinition image, EngineImage built, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(image.Name, run.Report);
        if (run.Engine.OpenLayers(built.Layers) is { } layers
            && await DirectIntake.TryPutAsync(
                layers, run.Backend.Images, built.Layers, progress, cancellationToken) is { } direct)
        {
            return direct.Image;
        }

        await using var archive = await run.Engine.SaveAsync(built.ImageHash, cancellationToken);
        var result = await run.Backend.Images.PutAsync(archive, built.Layers, progress, cancellationToken);
        return result.Image;
    }

    private async Task<EngineImage> RunEngineAsync(
        ImageJob job, ClosedDockerfile closed, BuildLog log, CancellationToken cancellationToken)
    {
        var image = job.Image;
        var secrets = await HandedSecrets.PrepareAsync(run, image, closed, cancellationToken);
        var scoped = Scoped(closed, secrets);
        bool mustForget = job.Planned.FreshAfter is not null || secrets.MustForgetSteps
            || (MustKeepApart && scoped is null);
        if (MustKeepApart && scoped is null)
        {
            log.WriteLine(
                $"every step is run again: what {run.Builder.Name} remembers of it cannot be kept apart "
                + "from what others' pushes left");
        }

        try
        {
            return await run.Engine.BuildAsync(
                new BuildRequest
                {
                    WriteContext = (destination, token) =>
                        new ContextArchive(run.Tree).WriteAsync(
                            job.Inputs, scoped?.Content ?? secrets.Dockerfile, destination, token),
                    Dockerfile = image.DockerfileName.Value,
                    Args = PackageArguments.Of(image, run),
                    Labels = ImmutableSortedDictionary<string, string>.Empty
                        .Add(ImageLabels.Image, image.Name.Value)
                        .Add(ImageLabels.Digest, LabelOf(image, job.Inputs).ToString()),
                    Secrets = secrets.Secrets,
                    Platform = run.Catalog.Config.PlatformOf(image),
                    Translate = closed.Show,
                    LoggedAs = image.Name.Value,
                    NoCache = mustForget,
                },
                log.WriteLine,
                cancellationToken);
        }
        catch (SlipwayException failure)
        {
            throw closed.Explain(failure);
        }
    }

    /// <summary>
    /// A registry image bears what tells whether it was published, which goes on being so after that was written down.
    /// </summary>
    private static InputsDigest LabelOf(ImageDefinition image, ImageInputs inputs) =>
        image.Kind == ImageKind.Registry ? inputs.PublicationDigest : inputs.Digest;

    /// <summary>
    /// Whether what anybody's push may have left in the engine's memory of steps must not get into this build: above
    /// the lowest level, and for pull requests.
    /// </summary>
    private bool MustKeepApart => _policy.IsTrusted || run.Push.PullRequest is not null;

    /// <summary>The Dockerfile with steps that only this scope can have left; null when there is none.</summary>
    private ScopedDockerfile? Scoped(ClosedDockerfile closed, HandedSecrets secrets)
    {
        if (!MustKeepApart || !run.Builder.Grammar.RemembersSecretIds || closed.HasForeignTriggers)
        {
            return null;
        }

        var scoped = ScopedSteps.Separate(
            secrets.Dockerfile, run.Backend.Secret.IdFor("step", run.Push.Scope.Text));
        if (scoped is not null)
        {
            closed.Mask.Add(scoped.Added, string.Empty);
        }

        return scoped;
    }

    private ClosingRequest Request(ImageJob job, ConcurrentDictionary<string, ImageHash> parents)
    {
        var image = job.Image;
        var progress = new TransferProgress(image.Name, run.Report);
        return new ClosingRequest
        {
            Image = image.Name.Value,
            Dockerfile = image.Dockerfile,
            File = image.DockerfilePath.Value,
            DockerfileName = image.DockerfileName.Value,
            Settings = new DockerfileSettings
            {
                Rules = run.Catalog.Config.DockerfileRules,
                Platform = run.Catalog.Config.PlatformOf(image),
                BuildPlatform = run.Catalog.Config.Platform,
                Args = image.Args,
                Parent = image.Parent,
            },
            IsParent = use => ParentOf(use) is not null,
            FetchParent = async (use, token) =>
            {
                var name = ParentOf(use)!.Value;
                var parent = await run.Backend.Source.FetchAsync(job.Parents[name], progress, token)
                    ?? throw new SlipwayException(new Diagnostic(
                        IndexCodes.ImageMissing,
                        $"The parent {name} of {image.Name} is gone from the store",
                        $"Run `slipway build {name} --force` to make it anew.",
                        image.Location));
                parents[name.Value] = parent.ImageHash;
                return parent;
            },
            CacheScope = run.Push.Scope.Text,
            Progress = progress,
        };

        // Only what is in the digest: in the taskgraph scheme a name of the tree may be no edge.
        ImageName? ParentOf(ImageReferenceUse use) =>
            run.Catalog.FindReferenced(use.Resolved)?.Name is { } name && image.Parents.Any(edge => edge.Parent == name)
                ? name
                : null;
    }

    /// <summary>An image from elsewhere that became another one explains what no digest does.</summary>
    private async Task TellChangesAsync(
        ImageDefinition image,
        ImmutableSortedDictionary<string, ImageHash> externals,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken)
    {
        if (externals.IsEmpty)
        {
            return;
        }

        // As in a history: what others built that this push does not trust is not its past.
        var last = (await run.Backend.Builds.ListAsync(image.Name, PastBuilds, cancellationToken))
            .FirstOrDefault(build => build.Result == BuildResult.Succeeded && run.Push.Scope.Trusts(build.Scope));
        foreach (var change in ExternalChanges.Between(last, externals))
        {
            warn(new Diagnostic(
                BuildCodes.ExternalChanged,
                $"{change.Reference}, which {image.Name} is built on, is another image than in its last build "
                + $"({change.Before.Short}, now {change.After.Short})",
                $"Nothing has to be done; `slipway pin {image.Name}` keeps it to one image.",
                image.Location,
                Severity.Warning));
        }
    }
}

/// <summary>An image that was made.</summary>
/// <param name="Stored">The image.</param>
/// <param name="Externals">The images from elsewhere that it was built on.</param>
/// <param name="Parents">The images of the tree that it was built on, by name.</param>
internal sealed record MadeImage(
    StoredImage Stored,
    ImmutableSortedDictionary<string, ImageHash> Externals,
    ImmutableSortedDictionary<string, ImageHash> Parents);
