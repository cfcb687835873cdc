using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Slipway.Model.Engines;
using Slipway.Model.Tasks;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Verification;

/// <summary>Rules 7.2 to 7.4 and 7.9 to 7.11: the images that ran, and the bytes of what was used.</summary>
internal static partial class MaterialRules
{
    /// <summary>Where tasks that build images publish them.</summary>
    public const string Archive = "public/image.tar.zst";

    public const string ContextTask = ImageTaskVariables.ContextTask;
    public const string ContextPath = ImageTaskVariables.ContextPath;

    private const string Hash = "imageHash";
    private const string ArchiveHash = "imageArtifactHash";

    /// <summary>The path of the Dockerfile in the context of a link.</summary>
    public static string DockerfileOf(ChainLink link) =>
        link.Environment.TextAt(ImageTaskVariables.Dockerfile) ?? BuildRequest.UsualDockerfile;

    /// <summary>Rule 7.4.</summary>
    public static void CheckIndexed(ChainLink link)
    {
        if (IsDocker(link) && link.Payload.TextAt("image", "type") == ImageRules.IndexedImage)
        {
            throw new RuleBrokenException("it ran in an image of the index, and nothing ties that to a task");
        }
    }

    /// <summary>Rule 7.3.</summary>
    public static void CheckRegistryImage(ChainVerification chain, ChainLink link)
    {
        if (!IsDocker(link))
        {
            return;
        }

        // Of an image that a task built, its archive's hash says more; of a registry's, nothing else says anything.
        var image = link.Payload.At("image");
        string? ran = link.Signed.TextAt("environment", Hash);
        if (image is JsonObject && !link.Signed.At("environment").Has(Hash))
        {
            return;
        }

        if (ran is null || !ImageId().IsMatch(ran))
        {
            throw new RuleBrokenException($"the worker does not say which image it ran: {Hash} is {ran ?? "missing"}");
        }

        if (image is JsonObject)
        {
            // Whoever ran the same archive ran the same image.
            if (link.Signed.TextAt("environment", ArchiveHash) is { } archive
                && chain.Everything.FirstOrDefault(other => other != link
                    && IsDocker(other)
                    && other.Signed.TextAt("environment", ArchiveHash) == archive
                    && other.Signed.TextAt("environment", Hash) is { } theirs && theirs != ran) is { } another)
            {
                throw new RuleBrokenException(
                    $"it ran {ran} of an archive of which {another.Words} ran another image");
            }

            return;
        }

        if (image.Text() is not { } reference || !Pinned().IsMatch(reference))
        {
            throw new RuleBrokenException($"the image {image.Short()} is not pinned by its digest");
        }

        string[] types = MembershipRules.IsImage(chain, link) ? [link.Type, LinkTypes.Image] : [link.Type];
        bool isListed = false;
        foreach (string type in types.Select(type => type == LinkTypes.Action ? LinkTypes.Decision : type).Distinct())
        {
            if (chain.Policy.ImageHashes.TryGetValue(type, out var allowed))
            {
                isListed = true;
                if (!allowed.Contains(ran))
                {
                    throw new RuleBrokenException($"it ran the image {ran}, which nobody allowed for {type}");
                }
            }
        }

        if (isListed)
        {
            link.Held("7.3", $"ran the registry image {ran}, which the allowlist has");
        }
        else
        {
            link.NotChecked("7.3", $"no list says which registry images {link.Type} may run; it ran {ran}");
        }
    }

    /// <summary>Rule 7.11.</summary>
    public static void CheckAlgorithms(ChainVerification chain, ChainLink link)
    {
        if (!IsDocker(link) || link.Payload.TextAt("image", "type") != ImageRules.TaskImage)
        {
            return;
        }

        string ran = ImageRules.RanArchive(link).Algorithm;
        var signed = chain.Find(link.Payload.TextAt("image", "taskId")!) is { } built
            ? ArtifactRules.Signed(built, link.Payload.TextAt("image", "path")!)
            : [];
        foreach (string algorithm in signed.Select(entry => entry.Key).Prepend(ran))
        {
            if (!chain.Policy.HashAlgorithms.Contains(algorithm))
            {
                throw new RuleBrokenException($"{algorithm} is no algorithm that counts for an image");
            }
        }
    }

    /// <summary>Rules 7.9 and 7.10 for what the target takes.</summary>
    public static void CheckUpstream(ChainVerification chain, ChainLink target)
    {
        foreach (var upstream in ArtifactRules.UpstreamOf(target))
        {
            var link = chain.Find(upstream.Task)!;
            string[] paths = [.. ArtifactRules.Matching(chain, upstream)];
            if (paths.Length == 0 && !upstream.IsOptional)
            {
                throw new RuleBrokenException("7.2", $"no artifact of {link.Words} matches {upstream.Path}");
            }

            foreach (string path in paths)
            {
                // What no worker signed is not taken, as if it were missing: rule 4.6 says so.
                if (!link.Signed.At("artifacts").Has(path) || chain.Artifact(upstream.Task, path) is null)
                {
                    continue;
                }

                if (ArtifactRules.Signed(link, path).Count == 0)
                {
                    throw new RuleBrokenException("7.10", $"{path} of {link.Words} has no hash at all");
                }

                ArtifactRules.Hold(chain, link, path, "7.9");
            }

            if (upstream is { IsPattern: true, IsOptional: false })
            {
                throw new RuleBrokenException("7.2", $"the upstream artifact {upstream.Path} is a pattern, and "
                    + "not optional");
            }
        }
    }

    /// <summary>Rule 7.10 for plans.</summary>
    public static void CheckPlans(ChainLink link)
    {
        if (!link.IsPlanner || !link.IsLink)
        {
            return;
        }

        string[] used = link.Type == LinkTypes.Decision
            ? [ArtifactRules.Graph, ArtifactRules.Actions, ArtifactRules.Parameters]
            : [ArtifactRules.Graph];
        if (used.FirstOrDefault(path => ArtifactRules.Signed(link, path).Count == 0) is { } bare)
        {
            throw new RuleBrokenException($"{bare} has no hash at all");
        }
    }

    /// <summary>Rule 7.2.</summary>
    public static void CheckBytes(ChainVerification chain, ChainLink link)
    {
        string[] archives = [.. ImagesOf(chain, link)];
        foreach (string path in archives)
        {
            chain.Ask("7.2", link, () => HoldArchive(chain, link, path));
        }

        if (archives.Length == 0 && link.IsLink && MembershipRules.IsImage(chain, link))
        {
            link.NotChecked("7.2", $"its worker signed no {Archive}, so there is no image to be hashed");
        }

        if (link == chain.Target && link.IsLink)
        {
            foreach (var (path, _) in link.Signed.At("artifacts").Members().Where(
                artifact => !archives.Contains(artifact.Key)))
            {
                chain.Ask("7.2", link, () => HoldBytes(chain, link, path));
            }
        }

        if (link.Environment.Has(ContextTask) || link.Environment.Has(ContextPath))
        {
            string path = link.Environment.TextAt(ContextPath)
                ?? throw new RuleBrokenException("its environment names the task of its context, and no path");
            if (link.Environment.TextAt(ContextTask) is not { } id || chain.Find(id) is not { IsPlanner: true } planner)
            {
                throw new RuleBrokenException("its context is of a task that is no decision or action of the chain");
            }

            HoldBytes(chain, planner, path, expected => expected with
            {
                Content = ContentKind.Context,
                Dockerfiles = [DockerfileOf(link)],
            });
            link.Held("7.2", $"its context {path} is what {planner.Words} signed");
        }
    }

    /// <summary>The archives that have to be looked at; none of what makes no images.</summary>
    public static IEnumerable<string> ImagesOf(ChainVerification chain, ChainLink link) =>
        link.IsLink && MembershipRules.IsImage(chain, link) ? ArchivesOf(chain, link) : [];

    // Of a link that makes images: those that others use, and the usual one.
    private static IEnumerable<string> ArchivesOf(ChainVerification chain, ChainLink link)
    {
        var used = chain.Everything
            .Where(other => other.Payload.TextAt("image", "taskId") == link.TaskId)
            .Select(other => other.Payload.TextAt("image", "path"))
            .OfType<string>();
        bool isParent = chain.Everything.Any(other => ImageParents.Of(other).Contains(link.TaskId));
        return isParent || link.Signed.At("artifacts").Has(Archive)
            ? used.Append(Archive).Distinct()
            : used.Distinct();
    }

    public static void HoldArchive(ChainVerification chain, ChainLink link, string path) =>
        HoldBytes(chain, link, path, expected => expected with
        {
            Content = ContentKind.Image,
            Images = ContentRules.Allowed(chain, link),
            Voided = link.VoidedBy,
        });

    private static void HoldBytes(
        ChainVerification chain,
        ChainLink link,
        string path,
        Func<ExpectedArtifact, ExpectedArtifact>? inside = null)
    {
        var signed = ArtifactRules.Signed(link, path);
        if (signed.Count == 0)
        {
            throw new RuleBrokenException("7.10", $"{path} has no hash at all");
        }

        var expected = new ExpectedArtifact(link.TaskId, path, signed
            .Where(hash => hash.Value.Text() is not null)
            .ToImmutableSortedDictionary(hash => hash.Key, hash => hash.Value.Text()!, StringComparer.Ordinal));
        expected = inside is null ? expected : inside(expected);
        if (chain.Documents.FindArtifact(link.TaskId, path) is not { IsKnown: true } found)
        {
            link.NotChecked("7.2", $"{path} is not at hand, so its bytes were not hashed", path);
            chain.NotHashed.Add(expected);
            return;
        }

        ArtifactRules.Hold(chain, link, path, "7.2");
        // Somebody looked into it for another task, which builds by another Dockerfile of the same context.
        if (found.Value is { HasContent: false } hashed
            && !chain.Documents.IsClosed
            && expected.Dockerfiles.Any(file => hashed.Contents?.Dockerfiles.ContainsKey(file) is not true))
        {
            chain.NotHashed.Add(expected);
        }
    }

    private static bool IsDocker(ChainLink link) => link is { IsLink: true, Implementation: WorkerKinds.DockerWorker };

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageId();

    [GeneratedRegex(@"\A[^@\s]+@sha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pinned();
}
