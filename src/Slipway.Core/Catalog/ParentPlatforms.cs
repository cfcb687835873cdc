using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Finds images whose <c>FROM</c> asks an image of the tree for a platform that it is not for.</summary>
/// <remarks>What is only copied from may be for any platform.</remarks>
internal sealed class ParentPlatforms(ImmutableArray<ImageDraft> drafts, SlipwayConfig config)
{
    private readonly Dictionary<ImageName, string> _platforms =
        drafts.ToDictionary(draft => draft.Name, draft => draft.Entry?.Platform ?? config.Platform);

    public void Check()
    {
        foreach (var draft in drafts)
        {
            foreach (var edge in draft.Parents.Where(edge => edge.IsBase))
            {
                foreach (var use in edge.Uses.Where(use => use.Kind == ReferenceKind.From))
                {
                    Check(draft, edge.Parent, use);
                }
            }
        }
    }

    private void Check(ImageDraft child, ImageName parent, ImageReferenceUse use)
    {
        string wanted = use.Platform ?? _platforms[child.Name];
        string has = _platforms[parent];
        if (PlatformText.Fits(has, wanted))
        {
            return;
        }

        var rules = config.Dialect.Dockerfiles;
        var severity = rules.ReferenceSeverity;
        child.IsBroken |= severity == Severity.Error;
        child.Problems.Add(new Diagnostic(
            EdgeCodes.ParentPlatform,
            use.Platform is null
                ? $"{child.Name} is for {wanted}, but {parent}, on which it is built, is for {has}"
                : $"{child.Name} asks for {parent} with --platform={wanted}, but that image is for {has}",
            $"Give both the same '{rules.PlatformKey}:' {rules.PlatformPlace}, or make an image of its own of {parent} "
            + $"for {wanted}, with 'definition:' and '{rules.PlatformKey}:'; where files are only taken from a stage "
            + $"on it, write --platform={has}.",
            use.Location,
            severity));
    }
}
