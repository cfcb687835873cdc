using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Decisions;
using Slipway.Application.Files;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Review.References;
using Slipway.Trust.Statements;

namespace Slipway.Application.Resolving;

/// <summary>Puts references to images, by digest or by task, into files.</summary>
public sealed class TreeResolver
{
    private readonly WorkspaceParts _parts;
    private readonly ReferenceMaker _maker;
    private readonly SharedReferences? _shared;

    /// <param name="parts">What is opened.</param>
    /// <param name="form">How registry images are referred to.</param>
    internal TreeResolver(WorkspaceParts parts, ReferenceForm form)
    {
        _parts = parts;
        _shared = parts.SharedIfAny is { } shared ? new SharedReferences(parts, shared) : null;
        _maker = new ReferenceMaker(parts.Catalog, form) { Shared = _shared is null ? null : _shared.Make };
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
        if (_shared is not null)
        {
            await _shared.FindAsync(cancellationToken);
        }

        var tasks = await ImageTaskLookup.FindAsync(_parts, uses, ImageTasks, cancellationToken);
        var problems = new DiagnosticBag();
        var resolver = new DefinitionResolver(_maker, tasks, PinIndexed, problems);
        var resolved = sources.Select(source => resolver.Resolve(source.Content, source.Name)).ToImmutableArray();
        problems.ThrowIfErrors();
        await PublishedImages.AdmitAsync(
            _parts, resolved, _shared?.Tree ?? StatementTarget.NoTree, cancellationToken);
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

    /// <summary>
    /// The reference to a registry image; of a task image what it is called where machines share images, else the task
    /// that has it.
    /// </summary>
    public async Task<string> ReferenceAsync(string image, CancellationToken cancellationToken)
    {
        var required = _parts.Require(image);
        if (required.Registry is not null)
        {
            if (!_maker.TryMake(required.Name.Value, location: null, out string? reference, out var problem))
            {
                throw new SlipwayException(problem);
            }

            await PublishedImages.AdmitAsync(
                _parts, [(required.Name.Value, reference)], StatementTarget.NoTree, cancellationToken);
            return reference;
        }

        string kind = _shared is null ? "task_id_for_image" : "docker_image";
        byte[] mark = Encoding.UTF8.GetBytes($"{{{{#{kind}}}}}{required.Name}{{{{/{kind}}}}}");
        var resolved = await ResolveAsync([new InputFile("--image", mark)], cancellationToken);
        return Encoding.UTF8.GetString(resolved[0].Content.Span);
    }
}
