using Slipway.Engines.Settings;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>Names of images as each engine keeps them.</summary>
internal static class LocalReference
{
    /// <summary>What a reference is called in the engine.</summary>
    /// <remarks>
    /// Podman's commands file short names under <c>localhost/</c>, its Docker API under <c>docker.io/library/</c>; one
    /// of them has to be chosen, and <c>localhost/</c> is what <c>podman build -t</c> does and what never means a pull.
    /// </remarks>
    public static string For(EngineKind kind, string reference)
    {
        if (kind == EngineKind.Docker || IsImageId(reference))
        {
            return reference;
        }

        // The rule for a registry's name: https://pkg.go.dev/github.com/distribution/reference#hdr-Grammar
        int slash = reference.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? string.Empty : reference[..slash];
        bool hasRegistry = first == "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0;
        return hasRegistry ? reference : $"localhost/{reference}";
    }

    /// <summary>
    /// A name as Dockerfiles write it, with Docker Hub when it names no registry,
    /// and without a tag when it has a digest.
    /// </summary>
    /// <remarks>A whole name is never taken for the beginning of an image's ID.</remarks>
    public static string Qualified(string reference) =>
        !ImageReference.TryParse(reference, out var parsed) ? reference
        : parsed is { RepoDigest: not null, Tag: not null } ? (parsed with { Tag = null }).ToString()
        : parsed.ToString();

    /// <summary>Splits a full tag into repository and tag.</summary>
    public static (string Repository, string Tag) Split(string reference)
    {
        int colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/')
            ? (reference[..colon], reference[(colon + 1)..])
            : (reference, "latest");
    }

    private static bool IsImageId(string reference) => Sha256Digest.TryParse(reference, out _);
}
