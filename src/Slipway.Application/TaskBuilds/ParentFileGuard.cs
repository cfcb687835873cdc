using Slipway.Application.Backends;
using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.TaskBuilds;

/// <summary>
/// Asks before a parent that was handed in as a file is used: it has to be what the task that is named as its maker
/// published, or somebody has to vouch for the image in it.
/// </summary>
/// <param name="tasks">Judges the chains of tasks.</param>
/// <param name="statements">Judges what was signed about images.</param>
/// <param name="task">The task that made the parent, as the environment says; null when it does not.</param>
internal sealed class ParentFileGuard(TrustGuard tasks, StatementGuard statements, TaskId? task)
{
    /// <param name="file">The archive.</param>
    /// <param name="archive">SHA-256 of its bytes, as the image was read from them.</param>
    /// <param name="image">The image in it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It is refused.</exception>
    public async Task AdmitAsync(
        string file, Sha256Digest archive, StoredImage image, CancellationToken cancellationToken)
    {
        var enforcement = await statements.EnforcementAsync(cancellationToken);
        if (enforcement is Enforcement.Off)
        {
            return;
        }

        if (task is not { } maker)
        {
            await statements.AdmitAsync(
                [
                    new UsedImage(new BuiltImage(BuildId.New(), image.ImageHash))
                    {
                        BundleFile = file + FileStatements.Extension,
                    },
                ],
                cancellationToken);
            return;
        }

        var admission = await tasks.AdmitAsync(maker, cancellationToken);
        // What was only warned of before needs no second warning.
        if (admission.IsVerified
            && !(admission.Archive == archive && admission.Allows(image.ImageHash)))
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.ArtifactMismatch,
                $"{Display.Line(file)} is not {ArtifactName.Image} of task {maker}, as its worker signed it",
                "Do not use it: find out who put the file there, and fetch the parent again."));
        }
    }
}
