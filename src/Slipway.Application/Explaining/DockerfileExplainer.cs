using System.Text;
using Slipway.Core.Causes;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds out which lines of a Dockerfile changed, or that only arguments in it did.</summary>
/// <remarks>
/// A manifest has the hash of the Dockerfile with its directives expanded. So each content that the file is known to
/// have had is expanded with the arguments of then, until one has that hash.
/// </remarks>
public sealed class DockerfileExplainer(SlipwayConfig config, ContentFinder contents)
{
    /// <returns>The change, with what was found out.</returns>
    public async Task<LocatedChange> ExplainAsync(
        LocatedChange change, BuildInputs before, BuildInputs after, CancellationToken cancellationToken)
    {
        if (change is not
            {
                Origin: { Kind: OriginKind.Dockerfile, TreePath: var path },
                Change: InputChange.FileChanged { Before.Sha256: { } then, After.Sha256: { } now },
            }
            || await FindAsync(path, then, before, cancellationToken) is not { } former
            || await FindAsync(path, now, after, cancellationToken) is not { } current)
        {
            return change;
        }

        return change with { Dockerfile = new DockerfileChange(former, current, TextDiff.Lines(former, current)) };
    }

    private async Task<string?> FindAsync(
        RelativePath path,
        Sha256Digest expanded,
        BuildInputs inputs,
        CancellationToken cancellationToken)
    {
        var settings = new DockerfileSettings
        {
            Rules = config.DockerfileRules,
            Platform = inputs.Platform,
            BuildPlatform = config.Platform,
            Args = inputs.Args,
        };
        var content = await contents.FindAsync(
            path,
            candidate => DockerfileReader.Expand(candidate, path.Value, settings, new DiagnosticBag()) is { } text
                && Sha256Digest.Of(text.Span) == expanded,
            cancellationToken);
        return content is { } found ? Encoding.UTF8.GetString(found.Span) : null;
    }
}
