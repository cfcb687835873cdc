using System.Collections.Immutable;
using Slipway.Application.Planning;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Sharing;
using Slipway.Trust.Statements;

namespace Slipway.Application.Resolving;

/// <summary>Refers to images that machines share in a registry by what they are called there.</summary>
internal sealed class SharedReferences(WorkspaceParts parts, SharedBackend shared)
{
    private readonly HashSet<ImageDefinition> _used = [];
    private Dictionary<ImageName, string>? _found;

    /// <summary>What the tree builds the images from; empty before they were looked up.</summary>
    public ImmutableDictionary<ImageName, ExpectedBuild> Tree { get; private set; } = StatementTarget.NoTree;

    /// <summary>The reference to an image; before they were looked up only notes that it is needed.</summary>
    public (string? Reference, Diagnostic? Problem) Make(ImageDefinition image, SourceLocation? location)
    {
        if (_found is null)
        {
            _used.Add(image);
        }

        return _found?.GetValueOrDefault(image.Name) is { } reference
            ? (reference, null)
            : (null, new Diagnostic(
                ResolveCodes.NotInRegistry,
                $"The image {image.Name} as the tree has it now is not at {shared.Address}",
                $"Build it with `slipway build {image.Name}`, where what is built may be written there.",
                location));
    }

    /// <summary>Looks up the images that are needed.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        _found = [];
        if (_used.Count == 0)
        {
            return;
        }

        var (plan, inputs) = await new PlanMaker(parts).PlanAsync(
            [.. parts.Catalog.ParentsFirst.Where(_used.Contains)],
            force: false,
            parts.Push,
            new IndexReader(shared.Index, shared.Source),
            [.. _used.Select(image => image.Name)],
            isForEngine: false,
            cancellationToken);
        Tree = UsedImage.TreeOf(parts.Catalog, inputs);
        foreach (var image in plan.Images.Where(image => !image.MustBuild))
        {
            if (shared.FindReference(image.Found!.Entry.Image) is { } reference)
            {
                _found[image.Name] = reference.ToString();
            }
        }
    }
}
