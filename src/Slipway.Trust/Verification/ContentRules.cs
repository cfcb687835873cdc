using System.Collections.Immutable;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>Rule 7.24: what is inside the archives and contexts whose bytes were hashed.</summary>
internal static class ContentRules
{
    public const string Rule = "7.24";

    private const string NameVariable = ImageTaskVariables.ImageName;
    private const string HashVariable = ImageTaskVariables.Hash;
    private const string Sha256 = "sha256:";

    /// <summary>The name of the image that a task builds; null when it says none.</summary>
    public static string? NameOf(ChainLink link) => link.Environment.TextAt(NameVariable);

    /// <summary>The image IDs that the image of a task may have; null for any.</summary>
    public static ImmutableSortedSet<string>? Allowed(ChainVerification chain, ChainLink link) =>
        link.VoidedBy is not null ? link.StillAllowed
        : NameOf(link) is { } name && chain.Policy.BuiltImages.TryGetValue(name, out var allowed)
            ? [.. allowed.Select(image => image.ImageHash.ToOciString())]
            : null;

    /// <summary>The image IDs that somebody allowed for an image since a day.</summary>
    public static ImmutableSortedSet<string> AllowedSince(ChainPolicy policy, ChainLink link, DateOnly day) =>
        NameOf(link) is { } name && policy.BuiltImages.TryGetValue(name, out var allowed)
            ? [.. allowed.Where(image => image.On >= day).Select(image => image.ImageHash.ToOciString())]
            : [];

    public static void Check(ChainVerification chain, ChainLink link)
    {
        if (!link.IsLink)
        {
            return;
        }

        string[] archives = [.. MaterialRules.ImagesOf(chain, link)];
        if (link.VoidedBy is { } why && archives.Length == 0)
        {
            throw new RuleBrokenException("4.5", why);
        }

        foreach (string path in archives)
        {
            chain.Ask(Rule, link, () => CheckArchive(chain, link, path));
        }

        if (link.Environment.TextAt(MaterialRules.ContextTask) is { } planner
            && link.Environment.TextAt(MaterialRules.ContextPath) is { } context)
        {
            CheckContext(chain, link, planner, context);
        }
        else if (archives.Length > 0)
        {
            BaseRules.NotKnown(link);
        }
    }

    public static void CheckArchive(ChainVerification chain, ChainLink link, string path)
    {
        var found = chain.Documents.FindArtifact(link.TaskId, path);
        if (!found.IsKnown && !chain.Documents.IsClosed)
        {
            // Whoever hashes it looks into it as well, and is told what has to be there.
            link.NotChecked(Rule, $"{path} is not at hand, so nobody looked into it", path);
            return;
        }

        if (found.Value?.Contents is not { Image: { } image })
        {
            if (link.VoidedBy is { } why)
            {
                throw new RuleBrokenException("4.5", why);
            }

            string fault = found.Value?.Contents?.Fault ?? "it is not at hand";
            link.NotChecked(Rule, $"{path} was not looked into: {fault}", path);
            return;
        }

        if (Allowed(chain, link) is { } allowed && !allowed.Contains(image))
        {
            throw link.VoidedBy is { } why
                ? new RuleBrokenException("4.5", why)
                : new RuleBrokenException($"{path} holds the image {image}, which nobody allowed for {NameOf(link)}");
        }

        foreach (var user in chain.Everything.Where(user => Ran(user, link, path)))
        {
            string? ran = user.Signed.TextAt("environment", "imageHash");
            if (ran is not null && ran != image)
            {
                throw new RuleBrokenException(
                    $"{path} holds the image {image}, and {user.Words} ran {ran}");
            }
        }

        link.Held(Rule, $"{path} holds the image {image}");
    }

    private static bool Ran(ChainLink user, ChainLink link, string path) =>
        user.IsLink
        && user.Payload.TextAt("image", "taskId") == link.TaskId
        && user.Payload.TextAt("image", "path") == path;

    private static void CheckContext(ChainVerification chain, ChainLink link, string planner, string path)
    {
        var found = chain.Documents.FindArtifact(planner, path).Value?.Contents;
        if (found is not { Tar: { } tar } contents)
        {
            string why = found?.Fault is { } fault ? $": {fault}" : string.Empty;
            link.NotChecked(Rule, $"its context {path} was not looked into{why}");
            BaseRules.NotKnown(link);
            return;
        }

        string? named = link.Environment.TextAt(HashVariable);
        if (named != tar)
        {
            throw new RuleBrokenException(
                $"its context {path} has the hash {tar}, and its environment names {named ?? "none"}");
        }

        link.Held(Rule, $"its context is the one that its environment names ({Sha256}{tar})");
        string name = MaterialRules.DockerfileOf(link);
        if (contents.Dockerfiles.GetValueOrDefault(name) is { } dockerfile)
        {
            BaseRules.Check(chain, link, dockerfile);
        }
        else
        {
            link.NotChecked(BaseRules.Rule, $"{name} of its context {path} was not read");
        }
    }
}
