using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Application.Files;
using Slipway.Application.Signing;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Json;
using Slipway.Trust.Keys;

namespace Slipway.Application.TaskBuilds;

/// <summary>
/// Writes down what a task made where its worker does not, so that whoever uses it has something to hold it against;
/// signed only where there is a key.
/// </summary>
/// <param name="documents">What the Queue says of the task.</param>
/// <param name="signer">Whoever signs; null for nobody.</param>
internal sealed class ChainOfTrustMaker(Func<ITaskDocuments> documents, ISigner? signer)
{
    private const string FileName = "chain-of-trust.json";
    private const string SignatureEnding = ".sig";

    private static readonly ArtifactName Signature =
        ArtifactName.Parse($"{ArtifactName.ChainOfTrust}{SignatureEnding}");

    /// <summary>Asks before anything is built whether what is wanted can be signed.</summary>
    /// <exception cref="SlipwayException">Chains of trust of version 1 are signed with Ed25519 alone, and of a
    /// task.</exception>
    public static void Require(ISigner? signer, bool isTaskKnown)
    {
        if (signer is not null && !isTaskKnown)
        {
            throw new SlipwayException(new Diagnostic(
                TaskCodes.NotInATask,
                "There is no task to sign for: $TASK_ID and $RUN_ID are not set",
                "Build in a task, or leave out the signing key: 'slipway build --sign' signs what is built "
                    + "elsewhere."));
        }

        if (signer is { Key.Algorithm: not SigningAlgorithm.Ed25519 })
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.SigningKeyUnusable,
                "A chain of trust is signed with Ed25519, and the signing key is another one",
                "Make one: 'slipway trust keygen worker --algorithm ed25519'."));
        }
    }

    /// <summary>Writes the document, and its signature, beside the image.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">The run of it.</param>
    /// <param name="image">SHA-256 of the image's file.</param>
    /// <param name="folder">Where that is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="warn">Told when there is a key and nothing to sign.</param>
    /// <returns>Null when the worker writes it, or when the Queue knows no such task.</returns>
    /// <exception cref="SlipwayException">The Queue does not answer, signing failed, or the files cannot be
    /// written.</exception>
    public async Task<WrittenChainOfTrust?> WriteAsync(
        TaskId task,
        int run,
        Sha256Digest image,
        string folder,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken)
    {
        if (await documents().FindDefinitionAsync(task, cancellationToken) is not { } definition
            || StrictJson.Read(definition.Span) is not { IsPlain: true, Value: JsonObject whole })
        {
            WarnUnused(warn, $"the Queue does not know task {task}", "Set $TASK_ID to a task that it knows.");
            return null;
        }

        if (whole.At("payload", "features", "chainOfTrust").IsTruthy())
        {
            WarnUnused(
                warn,
                $"the worker of task {task} writes its chain of trust itself",
                "Leave out the signing key, or take features.chainOfTrust out of the task's payload.");
            return null;
        }

        var status = await documents().FindStatusAsync(task, cancellationToken);
        byte[] content = ChainOfTrustWriter.Write(
            task,
            run,
            whole,
            status.At("runs").Items().FirstOrDefault(one => one.At("runId").Whole() == run),
            ImmutableSortedDictionary.Create<ArtifactName, Sha256Digest>(
                Comparer<ArtifactName>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value)))
                .Add(ArtifactName.Image, image));
        string file = Path.Join(folder, FileName);
        // Where signing fails nothing is left that looks as if it had been meant to be unsigned.
        byte[]? signed = signer is null ? null : await signer.SignAsync(content, cancellationToken);
        await WriteAsync(file, content, cancellationToken);
        string? signature = null;
        if (signed is not null)
        {
            signature = file + SignatureEnding;
            await WriteAsync(signature, signed, cancellationToken);
        }

        return new WrittenChainOfTrust(file, signature);
    }

    /// <summary>Takes away what was written here about an image that another one has replaced.</summary>
    public static void RemoveOld(string folder)
    {
        string file = Path.Join(folder, FileName);
        if (File.Exists(file) && IsAboutImage(file))
        {
            PlacedFile.Remove(file + SignatureEnding);
            PlacedFile.Remove(file);
        }
    }

    private static bool IsAboutImage(string file)
    {
        try
        {
            return new FileInfo(file).Length <= ChainOfTrustDocument.MaximumSize
                && StrictJson.Read(File.ReadAllBytes(file)).Value.At("artifacts", ArtifactName.Image.Value) is not null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void WarnUnused(Action<Diagnostic> warn, string why, string remedy)
    {
        if (signer is not null)
        {
            warn(new Diagnostic(
                TrustCodes.SigningKeyUnused, $"Nothing was signed: {why}", remedy, Severity: Severity.Warning));
        }
    }

    /// <summary>The files with the names and types that workers give them as artifacts.</summary>
    public static IEnumerable<(string File, ArtifactName Name, string Type)> Artifacts(WrittenChainOfTrust written)
    {
        yield return (written.File, ArtifactName.ChainOfTrust, "text/plain; charset=utf-8");
        if (written.Signature is { } signature)
        {
            yield return (signature, Signature, "application/octet-stream");
        }
    }

    private static Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken) =>
        OutputFile.WriteAsync(
            path, (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken);
}

/// <summary>What was written down about a task.</summary>
/// <param name="File">The document.</param>
/// <param name="Signature">Its signature; null when it is not signed.</param>
public sealed record WrittenChainOfTrust(string File, string? Signature);
