using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Trust.Chains;

/// <summary>
/// What a worker wrote down about a task that it ran: <c>public/chain-of-trust.json</c>.
/// </summary>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/workers/generic-worker/chain_of_trust.go</remarks>
/// <param name="Artifacts">SHA-256 of each artifact that the worker uploaded, by name.</param>
/// <param name="ImageArtifactHash">SHA-256 of the artifact with the image
/// in which the task ran, when it was one.</param>
public sealed record ChainOfTrustDocument(
    TaskId Task, ImmutableSortedDictionary<string, Sha256Digest> Artifacts, Sha256Digest? ImageArtifactHash)
{
    /// <summary>Bytes. Workers list every artifact of a task in it, and its whole definition.</summary>
    public const int MaximumSize = 8 << 20;

    private const int Version = 1;

    /// <param name="content">The bytes of the artifact.</param>
    /// <param name="task">The task whose artifact it is.</param>
    /// <exception cref="SlipwayException">It cannot be understood, or speaks of another task.</exception>
    public static ChainOfTrustDocument Parse(ReadOnlyMemory<byte> content, TaskId task)
    {
        ChainOfTrustDocument document;
        try
        {
            using var json = JsonDocument.Parse(content);
            document = Read(json.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.ChainOfTrustUnreadable,
                    $"{ArtifactName.ChainOfTrust} of task {task} cannot be understood: "
                    + $"{Display.Line(exception.Message)}",
                    "Do not use what the task made; look at the task, and build it again."),
                exception);
        }

        return document.Task == task
            ? document
            : throw new SlipwayException(new Diagnostic(
                TrustCodes.ChainOfTrustUnreadable,
                $"{ArtifactName.ChainOfTrust} of task {task} speaks of task {document.Task}",
                "Do not use what the task made; look at the task, and build it again."));
    }

    private static ChainOfTrustDocument Read(JsonElement root)
    {
        if (root.GetProperty("chainOfTrustVersion").GetInt32() is not Version and var version)
        {
            throw new FormatException($"its version is {version}, not {Version}");
        }

        var artifacts = ImmutableSortedDictionary.CreateBuilder<string, Sha256Digest>(StringComparer.Ordinal);
        foreach (var artifact in root.GetProperty("artifacts").EnumerateObject())
        {
            artifacts[artifact.Name] = Sha256Digest.Parse(artifact.Value.GetProperty("sha256").GetString());
        }

        Sha256Digest? image = root.TryGetProperty("environment", out var environment)
            && environment.ValueKind == JsonValueKind.Object
            && environment.TryGetProperty("imageArtifactHash", out var hash)
            && hash.ValueKind == JsonValueKind.String
                ? Sha256Digest.Parse(hash.GetString())
                : null;
        return new ChainOfTrustDocument(
            TaskId.Parse(root.GetProperty("taskId").GetString() ?? string.Empty), artifacts.ToImmutable(), image);
    }
}
