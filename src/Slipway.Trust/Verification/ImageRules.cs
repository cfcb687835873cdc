using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rule 4.11: the image in which a link of docker-worker ran.</summary>
internal static class ImageRules
{
    public const string TaskImage = "task-image";
    public const string IndexedImage = "indexed-image";

    public static void Check(ChainVerification chain, ChainLink link)
    {
        if (!link.IsLink || link.Implementation != WorkerKinds.DockerWorker)
        {
            return;
        }

        var image = link.Payload.At("image");
        if (image is not JsonObject)
        {
            Allow(chain, link, "an image of a registry");
            link.Held("4.11", $"ran in an image of a registry, as {link.Type} may");
            return;
        }

        switch (image.TextAt("type"))
        {
            case TaskImage:
                HoldTaskImage(chain, link, image);
                break;
            case IndexedImage:
                if (TreeRules.RestrictedScopes(chain).Count > 0)
                {
                    throw new RuleBrokenException("an indexed image may not be used below a restricted scope");
                }

                Allow(chain, link, "an indexed image");
                break;
            case var type:
                throw new RuleBrokenException($"payload.image has the type {type ?? "none"}, which is not known");
        }
    }

    /// <summary>The algorithm and the hash of <c>environment.imageArtifactHash</c>.</summary>
    public static (string Algorithm, string Hash) RanArchive(ChainLink link) =>
        link.Signed.TextAt("environment", "imageArtifactHash")?.Split(':') is [var algorithm, var hash]
            ? (algorithm, hash)
            : throw new RuleBrokenException("the worker does not say which archive it ran, as algorithm:hash");

    private static void HoldTaskImage(ChainVerification chain, ChainLink link, JsonNode image)
    {
        string? taskId = link.Task.TextAt("extra", "chainOfTrust", "inputs", LinkTypes.Image);
        if (taskId is null || taskId != image.TextAt("taskId") || chain.Find(taskId) is not { } built)
        {
            throw new RuleBrokenException(
                $"payload.image names task {image.TextAt("taskId") ?? "none"}, and its input is {taskId ?? "missing"}");
        }

        string path = image.TextAt("path") ?? throw new RuleBrokenException("payload.image has no path");
        var (algorithm, ran) = RanArchive(link);
        string? signed = ArtifactRules.Signed(built, path).TextAt(algorithm)
            ?? throw new RuleBrokenException($"the chain of trust of {built.Words} has no {algorithm} of {path}");
        if (signed != ran)
        {
            throw new RuleBrokenException(
                $"it ran an archive with the {algorithm} {ran}, and {built.Words} signed {signed}");
        }

        link.Held("4.11", $"ran the archive that {built.Words} signed ({algorithm} {ran})");
    }

    private static void Allow(ChainVerification chain, ChainLink link, string what)
    {
        if (chain.Policy.PrebuiltTypes is { } types && !types.Contains(link.Type))
        {
            throw new RuleBrokenException($"it ran in {what}, and tasks of the type {link.Type} may not");
        }
    }
}
