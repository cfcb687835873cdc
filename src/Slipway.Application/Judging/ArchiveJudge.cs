using Slipway.Application.Requests;
using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Judging;

/// <summary>
/// Judges archives of images on this machine: by what was signed about the image; else finds the task that published
/// it, by the hash of the archive's bytes, else by the digest that the image claims; judges that task, and holds the
/// file against what it published.
/// </summary>
internal sealed class ArchiveJudge(WorkspaceParts parts)
{
    private const string ImageType = "docker-image";

    /// <returns>Null when no file is meant.</returns>
    /// <exception cref="SlipwayException">It holds no image, no task is known that made it, or there is no
    /// policy.</exception>
    public async Task<TrustVerdict?> TryJudgeAsync(string what, CancellationToken cancellationToken)
    {
        if (!ArchiveFile.IsMeant(what))
        {
            return null;
        }

        if (parts.MeansImage(what))
        {
            // Whoever names an image so would have it judged in the place of the file.
            return ImageName.TryParse(what, out _) && File.Exists(what)
                ? throw new SlipwayException(new Diagnostic(
                    RequestCodes.Conflict,
                    $"'{what}' is the name of an image of the tree and of a file here",
                    $"Write './{what}' for the file; the folder of the image for the image."))
                : null;
        }

        var policy = (await parts.Policies.RequireAsync(cancellationToken)).Policy;
        var file = await parts.Feedback.ShowAsync(
            $"reading {Display.Line(what)}",
            _ => ArchiveFile.ReadAsync(what, MachineLimits.Expansion(), cancellationToken));
        if (await TryJudgeStatementsAsync(file, policy, cancellationToken) is { } signed)
        {
            return signed;
        }

        var (task, isTheVeryFile) = await FindAsync(file, cancellationToken);
        return await parts.Feedback.ShowAsync(
            $"verifying {task}",
            _ => isTheVeryFile
                ? JudgeBytesAsync(file, task, policy, cancellationToken)
                : JudgeImageAsync(file, task, policy, cancellationToken));
    }

    /// <returns>Null when tasks may speak for it, and no statement does.</returns>
    private async Task<TrustVerdict?> TryJudgeStatementsAsync(
        ArchiveFile file, ChainPolicy policy, CancellationToken cancellationToken)
    {
        var source = parts.StatementPlaces.Everywhere(new UsedImage(new BuiltImage(BuildId.New(), file.Image))
        {
            BundleFile = file.Path + FileStatements.Extension,
        });
        bool isOfTasks = !policy.Keys.IsEmpty;
        if (isOfTasks && (await source.FindAsync(file.Image.Sha256, cancellationToken)).IsEmpty)
        {
            return null;
        }

        var verdict = await new StatementJudge(parts).JudgeAsync(
            new StatementTarget(file.Path, file.Image.Sha256) { ImageHash = file.Image },
            source,
            handle: null,
            cancellationToken);
        // Anybody can lay a statement beside an archive that a task published.
        return verdict.IsAccepted || !isOfTasks || parts.BackendKind != BackendKind.Taskcluster
            ? Noted(verdict, $"{file.Path} holds the image {file.Image.ToOciString()}, all of whose layers are in it.")
            : null;
    }

    // The file stands in the place of the artifact, so nothing is downloaded that lies here.
    private async Task<TrustVerdict> JudgeBytesAsync(
        ArchiveFile file, TaskId task, ChainPolicy policy, CancellationToken cancellationToken)
    {
        var collector = new ChainCollector(parts.ChainServices, parts.Clock, policy)
        {
            Given = (task.Value, ArtifactName.Image.Value, file.Body),
        };
        var (_, verdict) = await collector.CollectAsync(Target(task), withArchives: true, cancellationToken);
        return Noted(verdict, $"{file.Path} is what task {task} published: the image {file.Image.ToOciString()}.");
    }

    // Other bytes may be the same image, when somebody packed it anew.
    private async Task<TrustVerdict> JudgeImageAsync(
        ArchiveFile file, TaskId task, ChainPolicy policy, CancellationToken cancellationToken)
    {
        var collector = new ChainCollector(parts.ChainServices, parts.Clock, policy);
        var (documents, verdict) = await collector.CollectAsync(Target(task), withArchives: true, cancellationToken);
        string own = file.Image.ToOciString();
        string? published = documents.FindArtifact(task.Value, ArtifactName.Image.Value).Value?.Contents?.Image;
        return !verdict.IsAccepted ? verdict
            : published == own
                ? Noted(verdict, $"{file.Path} is packed in another way, and holds the image of task {task}: {own}.")
                : verdict with
                {
                    IsAccepted = false,
                    Rule = ContentRule,
                    Reason = $"{file.Path} holds the image {own}, and task {task}, whose digest it claims, published "
                        + $"{published ?? "none that can be read"}",
                };
    }

    private static string ContentRule => MustCheck.Rules[MustCheck.Contents];

    private static TrustVerdict Noted(TrustVerdict verdict, string note) =>
        verdict.IsAccepted ? verdict with { Notes = [.. verdict.Notes, note] } : verdict;

    private ChainTarget Target(TaskId task) => new(task.Value, ImageType, IsFinished: true)
    {
        Level = parts.IsLevelSaid ? parts.Push.Level.Value : null,
    };

    private async Task<(TaskId Task, bool IsTheVeryFile)> FindAsync(
        ArchiveFile file, CancellationToken cancellationToken)
    {
        var finder = new ChainFinder(parts);
        var claimed = file.Digest is { } digest && parts.CatalogIfAny is not null
            ? (await finder.FindOfDigestAsync(digest, cancellationToken))?.Id
            : null;
        if (claimed is { } first && await IsOfAsync(file, first, cancellationToken))
        {
            return (first, true);
        }

        // All others are looked up only for an archive whose image claims no task that published these bytes.
        var others = parts.CatalogIfAny is not null ? await finder.FindTasksAsync(cancellationToken) : [];
        foreach (var task in others.Where(task => task != claimed))
        {
            if (await IsOfAsync(file, task, cancellationToken))
            {
                return (task, true);
            }
        }

        return claimed is { } task2
            ? (task2, false)
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound,
                $"No task is known that published {Display.Line(file.Path)}, the image {file.Image.ToOciString()}",
                "Run this in the tree of the image with --backend taskcluster, at the revision that it was built from; "
                    + "or name the task, and compare the hashes."));
    }

    // Only to find the task: whether what it says may be believed is asked afterwards.
    private async Task<bool> IsOfAsync(ArchiveFile file, TaskId task, CancellationToken cancellationToken) =>
        await parts.Taskcluster.Artifacts.FindAsync(
            task, ArtifactName.ChainOfTrust, ChainOfTrustDocument.MaximumSize, cancellationToken) is { } content
        && StrictJson.Read(content.Span).Value.TextAt("artifacts", ArtifactName.Image.Value, "sha256") == file.Sha256;
}
