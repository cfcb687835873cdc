using System.Text;
using Slipway.Application.Builds;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Text;

namespace Slipway.Application.Closing;

/// <summary>
/// Finds images from elsewhere in the engine, or has it fetch them,
/// and looks at what they are before anything uses them.
/// </summary>
/// <remarks>
/// Slipway tags what it builds at any level with plain names such as <c>debian:latest</c>, so an image that carries its
/// label and is not named by its digest may be anybody's build.
/// </remarks>
internal sealed class ExternalImages(
    ClosingPorts ports, ClosingPolicy policy, Action<Diagnostic> warn, Action<string> log)
{
    /// <param name="use">Where it is named.</param>
    /// <param name="platform">The platform that is wanted.</param>
    /// <exception cref="SlipwayException">It cannot be had, or must not be used.</exception>
    public async Task<EngineImage> FindAsync(
        ImageReferenceUse use, string platform, CancellationToken cancellationToken)
    {
        bool isPinned = use.Resolved.Contains('@', StringComparison.Ordinal);
        var local = policy.Pull && !isPinned ? null : await ports.Engine.ResolveAsync(use.Resolved, cancellationToken);
        var image = local is not null && Fits(local.Platform, platform)
            ? local
            : await ports.Engine.PullAsync(use.Resolved, platform, log, cancellationToken);
        if (!isPinned)
        {
            await CheckBuilderAsync(use, image, cancellationToken);
        }

        CheckTriggers(use, image);
        return image;
    }

    // A variant that only one side names (arm64 and arm64/v8) is no contradiction.
    private static bool Fits(string have, string want) =>
        have.Split('/').Zip(want.Split('/')).All(pair => pair.First.Length == 0 || pair.First == pair.Second);

    private async Task CheckBuilderAsync(ImageReferenceUse use, EngineImage image, CancellationToken cancellationToken)
    {
        if (!image.Labels.ContainsKey(ImageLabels.Image))
        {
            return;
        }

        var scopes = ports.Builds is null ? [] : await ports.Builds.ListScopesAsync(image.ImageHash, cancellationToken);
        if (policy.Scope is { } own && scopes.Any(own.Trusts))
        {
            return;
        }

        string builder =
            scopes.Count == 0
                ? "maybe at a lower level"
                : $"at {string.Join(", ", scopes.Select(scope => scope.Text).Order(StringComparer.Ordinal))}";
        Tell(
            scopes.Count > 0,
            new Diagnostic(
                BuildCodes.LocalBase,
                $"{Display.Text(use.Resolved)}, which is built on, is an image in the engine "
                + $"that Slipway built, {builder}",
                "Name it by its digest, or as an image of this tree, or remove the tag from the engine "
                + $"(`docker rmi {Display.Text(use.Resolved)}`).",
                use.Location));
    }

    /// <summary>
    /// What <c>ONBUILD</c> of an image from elsewhere brings is carried out as it is,
    /// so it must not reach for anything.
    /// </summary>
    private void CheckTriggers(ImageReferenceUse use, EngineImage image)
    {
        if (use.Kind != ReferenceKind.From)
        {
            return;
        }

        foreach (string trigger in image.Triggers)
        {
            bool names = Names(trigger, out bool fetches);
            if (!names && !fetches)
            {
                continue;
            }

            // Whatever it names, anybody may have put into the engine.
            Tell(
                isSure: names,
                new Diagnostic(
                    BuildCodes.TriggerRefused,
                    $"{Display.Text(use.Resolved)} brings 'ONBUILD {Display.Text(trigger)}', which reaches for "
                    + "something that no plan names",
                    "Build on an image without it: its Dockerfile without ONBUILD, as an image of this tree.",
                    use.Location));
        }
    }

    /// <summary>Whether a trigger names an image or a cache, or may.</summary>
    private static bool Names(string trigger, out bool fetches)
    {
        byte[] content = Encoding.UTF8.GetBytes($"FROM scratch\n{trigger}\n");
        var read = DockerfileReader.ReadExpanded(
            content, "ONBUILD", new DockerfileSettings { Rules = DockerfileRules.Tolerant }, new DiagnosticBag());
        fetches = read is not { Downloads.IsEmpty: true };
        // Builders read each as a file of its own, with directives; none of them writes more than one line.
        return trigger.Contains('\n', StringComparison.Ordinal)
            || read is not
            {
                References.IsEmpty: true,
                Stages.Length: 1,
                Doubts.IsEmpty: true,
                Heredoc: null,
                MountVariable: null,
            }
            || CacheMounts.AreIn(content);
    }

    private void Tell(bool isSure, Diagnostic problem)
    {
        if (isSure || policy.IsTrusted || policy.IsProtected)
        {
            throw new SlipwayException(problem);
        }

        warn(problem with { Severity = Severity.Warning });
    }
}
