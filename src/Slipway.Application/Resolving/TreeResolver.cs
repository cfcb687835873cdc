using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Decisions;
using Slipway.Application.Files;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Review.References;

namespace Slipway.Application.Resolving;

/// <summary>Puts references to images, by digest or by task, into files.</summary>
public sealed class TreeResolver
{
    private readonly WorkspaceParts _parts;
    private readonly ReferenceMaker _maker;

    /// <param name="parts">What is opened.</param>
    /// <param name="form">How registry images are referred to.</param>
    internal TreeResolver(WorkspaceParts parts, ReferenceForm form)
    {
        _parts = parts;
        _maker = new ReferenceMaker(parts.Catalog, form);
    }

    /// <summary>The file of a decision that says which task has each image; null to ask the index.</summary>
    public string? ImageTasks { get; init; }

    /// <summary>Whether the task to which a namespace points takes the namespace's place.</summary>
    public bool PinIndexed { get; init; }

    /// <summary>Resolves files, and writes none of them.</summary>
    /// <returns>As many as there are files, in their order.</returns>
    /// <exception cref="SlipwayException">Everything in the files that refers to nothing.</exception>
    public async Task<ImmutableArray<ResolvedFile>> ResolveAsync(
        IReadOnlyList<InputFile> sources, CancellationToken cancellationToken)
    {
        var uses = DefinitionResolver.UsesOf(sources.Select(source => (source.Content, source.Name)), _maker);
        var tasks = await ImageTaskLookup.FindAsync(_parts, uses, ImageTasks, cancellationToken);
        var problems = new DiagnosticBag();
        var resolver = new DefinitionResolver(_maker, tasks, PinIndexed, problems);
        var resolved = sources.Select(source => resolver.Resolve(source.Content, source.Name)).ToImmutableArray();
        problems.ThrowIfErrors();
        _parts.Warn(problems.ToSorted());
        return resolved;
    }

    /// <summary>Writes files back in the place of what they were resolved from: all of them or none.</summary>
    public static Task ReplaceAsync(
        IReadOnlyList<InputFile> sources, ImmutableArray<ResolvedFile> resolved, CancellationToken cancellationToken) =>
        FileSet.ReplaceAsync(
            sources.Zip(resolved)
                .Where(pair => !pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span))
                .Select(pair => new FileChange(pair.First.Name, pair.First.Content.ToArray(), pair.Second.Content)),
            cancellationToken);

    /// <summary>The reference to a registry image; of a task image the task that has it.</summary>
    public async Task<string> ReferenceAsync(string image, CancellationToken cancellationToken)
    {
        var required = _parts.Require(image);
        image = required.Name.Value;
        if (required.Registry is not null)
        {
            return _maker.TryMake(image, location: null, out string? reference, out var problem)
                ? reference
                : throw new SlipwayException(problem);
        }

        (ReadOnlyMemory<byte> Content, string Name) mark =
            (Encoding.UTF8.GetBytes($"{{{{#task_id_for_image}}}}{image}{{{{/task_id_for_image}}}}"), "--image");
        var tasks = await ImageTaskLookup.FindAsync(
            _parts, DefinitionResolver.UsesOf([mark], _maker), ImageTasks, cancellationToken);
        var problems = new DiagnosticBag();
        var resolved = new DefinitionResolver(_maker, tasks, pinIndexed: false, problems).Resolve(
            mark.Content, mark.Name);
        problems.ThrowIfErrors();
        return Encoding.UTF8.GetString(resolved.Content.Span);
    }
}
