using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Registries;
using Slipway.Model.Text;

namespace Slipway.Application.Closing;

/// <summary>What a Dockerfile must not say, whatever the engine has; pure.</summary>
internal sealed class ClosingRules(ClosingPolicy policy, BuilderGrammar grammar)
{
    // BuildKit takes the frontend from the first of these build arguments before it looks at the Dockerfile; with the
    // second one it runs an image named "busybox" to make cache mounts, until 0.11
    // (frontend/dockerfile/builder/build.go).
    private static readonly ImmutableArray<string> RefusedArguments = ["BUILDKIT_SYNTAX", "BUILDKIT_DISABLE_FILEOP"];

    // https://github.com/containers/image/blob/v5.23.0/docs/containers-transports.5.md
    private static readonly ImmutableArray<string> Transports =
    [
        "containers-storage", "dir", "docker", "docker-archive", "docker-daemon", "oci", "oci-archive", "ostree", "sif",
        "tarball", "atomic",
    ];

    /// <param name="dockerfile">Its Dockerfile, maybe with what its bases bring.</param>
    /// <param name="uses">The images that the builder is going to resolve.</param>
    public ImmutableArray<Diagnostic> Check(
        ClosingRequest build, ExpandedDockerfile dockerfile, IReadOnlyCollection<ImageReferenceUse> uses)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        problems.AddRange(dockerfile.Doubts);
        var frontend = uses.FirstOrDefault(use => use.Kind == ReferenceKind.Frontend);
        if (dockerfile.Heredoc is { } heredoc && !(frontend is null ? grammar.Heredocs : KnowsHeredocs(frontend)))
        {
            problems.Add(new Diagnostic(
                BuildCodes.HeredocUnknown,
                $"{build.Image} has a here-document, which the engine's builder does not know: it would take its lines "
                + "for instructions",
                "Write it as a file that is copied, or in one RUN with '&& \\'; or build with Docker 23, "
                + "Buildah 1.33 or a later one.",
                heredoc));
        }

        if (dockerfile.MountVariable is { } variable && grammar.MountsOfVariables)
        {
            problems.Add(new Diagnostic(
                DockerfileCodes.Doubtful,
                $"A mount of {build.Image} has a variable, whose value this engine's builder takes for a part of "
                + "'--mount' itself, 'from=' included",
                "Write the value in its place, or build with Docker.",
                variable));
        }

        problems.AddRange(RefusedArguments.Where(build.Settings.Args.ContainsKey).Select(argument => new Diagnostic(
            BuildCodes.FrontendRefused,
            $"The argument {argument} of {build.Image} makes BuildKit run an image that nothing of the plan names",
            "Take it away; a frontend is named by '# syntax=' in the first line of the Dockerfile.")));

        problems.AddRange(
            dockerfile.Downloads.Where(download => !download.HasChecksum).Select(CheckDownload).OfType<Diagnostic>());
        foreach (var use in uses)
        {
            if (use.Kind == ReferenceKind.Frontend && CheckFrontend(build, use) is { } refused)
            {
                problems.Add(refused);
            }

            if (!build.IsParent(use) && CheckExternal(build, use) is { } external)
            {
                problems.Add(external);
            }
        }

        return [.. problems.Distinct()];
    }

    /// <summary>
    /// Whether a frontend reads here-documents: Docker's own does from 1.4 on, with <c>-labs</c> from 1.3 on; of others
    /// it is said elsewhere.
    /// </summary>
    private static bool KnowsHeredocs(ImageReferenceUse frontend)
    {
        if (!ImageReference.TryParse(frontend.Resolved, out var reference)
            || !IsDockers(reference)
            || reference.Tag is not { } tag)
        {
            return true;
        }

        string[] version = tag.Split('-')[0].Split('.');
        return version[0] != "1"
            ? tag is "latest" or "labs" or "master"
            : version.Length == 1
                || (int.TryParse(version[1], out int minor)
                    && minor >= (tag.EndsWith("-labs", StringComparison.Ordinal) ? 3 : 4));
    }

    private static bool IsDockers(ImageReference reference) =>
        reference.Repository.Registry == RepositoryName.DockerHub
        && reference.Repository.Path is "docker/dockerfile" or "docker/dockerfile-upstream";

    private Diagnostic? CheckDownload(Download download) =>
        Severity is { } severity
            ? new Diagnostic(
                BuildCodes.DownloadUnchecked,
                download.Source.Contains('$', StringComparison.Ordinal)
                    ? $"ADD {Display.Text(download.Source)} may fetch something from elsewhere, of which nothing says "
                        + "what it has to be"
                    : $"ADD fetches {Display.Text(download.Source)}, of which nothing says what it has to be",
                "Add '--checksum=sha256:…' (Dockerfile 1.6 and later), fetch it in a RUN step that compares its hash, "
                + "or use COPY for a file of the tree.",
                download.Location,
                severity)
            : null;

    private Diagnostic? CheckFrontend(ClosingRequest build, ImageReferenceUse use)
    {
        bool isParent = build.IsParent(use);
        if (!isParent && ImageReference.TryParse(use.Resolved, out var reference))
        {
            if (reference.RepoDigest is not null && policy.Frontends.Contains(reference with { Tag = null }))
            {
                return null;
            }

            // Docker's own reads Dockerfiles; which version of it is another question, and CheckExternal asks it.
            if (!policy.IsProtected && IsDockers(reference))
            {
                return null;
            }
        }

        bool refused = policy.IsProtected || policy.IsTrusted;
        return new Diagnostic(
            BuildCodes.FrontendRefused,
            $"The frontend {Display.Text(use.Resolved)} of {build.Image} may read the Dockerfile "
            + "in another way than Slipway does",
            "Take the line '# syntax=' away, or pin it (slipway pin) and list what it is pinned "
            + "to below 'frontends:' in slipway.yml.",
            use.Location,
            refused ? Model.Diagnostics.Severity.Error : Model.Diagnostics.Severity.Warning);
    }

    private Diagnostic? CheckExternal(ClosingRequest build, ImageReferenceUse use)
    {
        if (grammar.Transports
            && Transports.FirstOrDefault(name =>
                use.Resolved.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
                is { } transport)
        {
            return new Diagnostic(
                BuildCodes.TransportRefused,
                $"{Display.Text(use.Resolved)}, which {build.Image} names, is no image of a registry to this engine "
                + $"but a place on the machine ({transport}:)",
                "Name an image of a registry, or of this tree.",
                use.Location);
        }

        if (!ImageReference.TryParse(use.Resolved, out var reference))
        {
            return new Diagnostic(
                BuildCodes.ReferenceInvalid,
                $"'{Display.Text(use.Resolved)}', which {build.Image} names, "
                + "is neither an image of this tree nor of a registry",
                "Write [registry/]name[:tag], in lower case, with a sha256 digest behind '@' or none.",
                use.Location);
        }

        if (reference.RepoDigest is not null)
        {
            return null;
        }

        return Severity is { } severity
            ? new Diagnostic(
                BuildCodes.NotPinned,
                $"{Display.Text(use.Resolved)}, which {build.Image} is built on, is not named by its digest: what the "
                + "engine has under that name is used",
                $"Run `slipway pin {build.Image}`, which writes the digest behind it.",
                use.Location,
                severity)
            : null;
    }

    /// <summary>How bad a name is that says nothing about content; null when it is to be expected.</summary>
    private Severity? Severity => policy.IsProtected ? Model.Diagnostics.Severity.Error
        : policy.WarnsOfNames ? Model.Diagnostics.Severity.Warning
        : null;
}
