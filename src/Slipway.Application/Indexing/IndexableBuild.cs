using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Indexing;

/// <summary>A build that made an image, as far as the index is told about it.</summary>
/// <param name="Id">The build; on Taskcluster the task.</param>
/// <param name="Scope">Where it was made, which says where it may be found.</param>
/// <param name="Digest">The digest of its inputs; null when nobody knows it.</param>
/// <param name="Rank">The rank that its entries have.</param>
/// <param name="Data">What is written beside it.</param>
public sealed record IndexableBuild(
    BuildId Id, IndexScope Scope, InputsDigest? Digest, long Rank, ImmutableSortedDictionary<string, string> Data)
{
    /// <exception cref="SlipwayException">There is no such build, or it made no image.</exception>
    internal static async Task<IndexableBuild> FindAsync(
        WorkspaceParts parts, string text, CancellationToken cancellationToken)
    {
        var found = parts.BackendKind == BackendKind.Taskcluster
            ? TaskId.TryParse(text, out var task) ? await OfTaskAsync(parts, task, cancellationToken) : null
            : BuildId.TryParse(text, out var id)
                ? Of(await parts.Builds.FindAsync(id, cancellationToken))
                : null;
        return found ?? throw new SlipwayException(new Diagnostic(
            IndexCodes.NotFound,
            $"There is no build '{Display.Text(text)}' that made an image",
            parts.BackendKind == BackendKind.Taskcluster
                ? $"Give the id of a task of this deployment that has {ArtifactName.Image}."
                : "Run `slipway log IMAGE --list` to see the builds of an image."));
    }

    private static IndexableBuild? Of(BuildRecord? record) =>
        record is not { Result: BuildResult.Succeeded, ImageHash: { } hash }
            ? null
            : new IndexableBuild(
                record.Id,
                record.Scope,
                record.Digest,
                record.PushDate.ToUnixTimeSeconds(),
                ImmutableSortedDictionary<string, string>.Empty
                    .Add(IndexData.BuiltAt, IndexData.Moment(record.Finished))
                    .Add(IndexData.Digest, record.Digest.ToString())
                    .Add(IndexData.ImageHash, hash.ToString())
                    .Add(IndexData.Scope, record.Scope.Text)
                    .Add(IndexData.Image, record.Image.Value));

    private static async Task<IndexableBuild?> OfTaskAsync(
        WorkspaceParts parts, TaskId task, CancellationToken cancellationToken)
    {
        var services = parts.Taskcluster;
        if (await services.Queue.FindDefinitionAsync(task, cancellationToken) is not { } definition
            || !await services.Artifacts.HasAsync(task, ArtifactName.Image, cancellationToken))
        {
            return null;
        }

        var made = TaskImage.Of(definition);
        var built = (await parts.Source.FindFactsAsync(new(task.Build, null), cancellationToken)).Built
            ?? parts.Clock.GetUtcNow();
        var data = ImmutableSortedDictionary<string, string>.Empty.Add(IndexData.BuiltAt, IndexData.Moment(built));
        if (made.Digest is { } digest)
        {
            data = data.Add(IndexData.Digest, digest.ToString());
        }

        if (made.Name is { } name)
        {
            data = data.Add(IndexData.Image, name.Value);
        }

        return new IndexableBuild(task.Build, IndexScope.Of(made.Level), made.Digest, built.ToUnixTimeSeconds(), data);
    }
}
