using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Engines;
using Slipway.Core.Indexing;
using Slipway.Core.Planning;
using Slipway.Core.Storage;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>Makes one image: provides its parents, has the engine build it, and takes it into the store.</summary>
internal sealed class ImageMaker(
    ISourceTree tree,
    Backend backend,
    IImageEngine engine,
    ParentImages parentImages,
    BuildPlan plan,
    BuildOptions options,
    Action<BuildEvent> report)
{
    /// <summary>Whether what anybody's push left in the engine must not get into this build.</summary>
    private bool IsTrusted => plan.Push.Level > Level.Lowest;

    public async Task<StoredImage> MakeAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageName, BuiltImage> parents,
        BuildLog log,
        CancellationToken cancellationToken)
    {
        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Parents));
        var references = await ProvideParentsAsync(image, parents, cancellationToken);
        await CheckBasesAsync(image, references, cancellationToken);

        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Building));
        var built = await RunEngineAsync(planned, image, inputs, references, log, cancellationToken);

        report(new BuildEvent.PhaseBegan(image.Name, BuildPhase.Storing));
        await using var archive = await engine.SaveAsync(built.ImageHash, cancellationToken);
        var result = await backend.Images.PutAsync(
            archive, built.Layers, new TransferProgress(image.Name, report), cancellationToken);
        await backend.Images.PutBlobAsync(inputs.Manifest, cancellationToken);
        return result.Image;
    }

    private async Task<EngineImage> RunEngineAsync(
        PlannedImage planned,
        ImageDefinition image,
        ImageInputs inputs,
        IReadOnlyDictionary<ImageReferenceUse, string> references,
        BuildLog log,
        CancellationToken cancellationToken)
    {
        // Cache mounts outlive builds, also those that forget their steps, so each scope gets its own.
        var dockerfile = CacheMounts.Isolate(image.Dockerfile.WithReferences(references), plan.Push.Scope.Text);
        return await engine.BuildAsync(
            new BuildRequest
            {
                WriteContext = (destination, token) =>
                    new ContextArchive(tree).WriteAsync(inputs, dockerfile, destination, token),
                Args = image.Args,
                Labels = ImmutableSortedDictionary<string, string>.Empty
                    .Add(ImageLabels.Image, image.Name.Value)
                    .Add(ImageLabels.Digest, LabelOf(image, inputs).ToString()),
                Secrets = [.. options.Secrets.Where(secret => image.Secrets.Contains(secret.Id))],
                Platform = plan.Platform,
                NoCache = MustForgetSteps(planned),
            },
            log.WriteLine,
            cancellationToken);
    }

    /// <summary>A registry image bears what tells whether it was published, which goes on being so after that was written down.</summary>
    private static Sha256Digest LabelOf(ImageDefinition image, ImageInputs inputs) =>
        image.Kind == ImageKind.Registry ? inputs.PublicationDigest : inputs.Digest;

    /// <summary>Whether the engine must run every step again instead of using what it remembers of earlier builds.</summary>
    /// <remarks>
    /// An image that is built for its age, or on demand, is to differ from the last one. And above the lowest level, and
    /// for pull requests, the engine's memory is not used, because anybody's push may have filled it.
    /// </remarks>
    private bool MustForgetSteps(PlannedImage planned) =>
        planned.FreshAfter is not null || IsTrusted || plan.Push.PullRequest is not null;

    private async Task<Dictionary<ImageReferenceUse, string>> ProvideParentsAsync(
        ImageDefinition image,
        IReadOnlyDictionary<ImageName, BuiltImage> parents,
        CancellationToken cancellationToken)
    {
        var references = new Dictionary<ImageReferenceUse, string>();
        foreach (var edge in image.Parents.Where(edge => !edge.Uses.IsEmpty))
        {
            var parent = await backend.Source.FetchAsync(
                parents[edge.Parent], new TransferProgress(image.Name, report), cancellationToken)
                ?? throw new SlipwayException(new Diagnostic(
                    IndexCodes.ImageMissing,
                    $"The parent {edge.Parent} of {image.Name} is gone from the store",
                    $"Run `slipway build {edge.Parent} --force` to make it anew.",
                    image.Location));
            string reference = await parentImages.ProvideAsync(
                edge.Parent, parent, new TransferProgress(image.Name, report), cancellationToken);
            foreach (var use in edge.Uses)
            {
                references[use] = reference;
            }
        }

        return references;
    }

    /// <summary>Looks at the bases that are no images of the tree, which the engine resolves by itself.</summary>
    private async Task CheckBasesAsync(
        ImageDefinition image,
        Dictionary<ImageReferenceUse, string> provided,
        CancellationToken cancellationToken)
    {
        var problems = await new LocalBases(engine).FindAsync(
            image.Name.Value, image.Dockerfile.References.Where(use => !provided.ContainsKey(use)), cancellationToken);
        if (IsTrusted && !problems.IsEmpty)
        {
            throw new SlipwayException(problems);
        }

        foreach (var problem in problems)
        {
            report(new BuildEvent.Warned(image.Name, problem with { Severity = Severity.Warning }));
        }
    }
}
