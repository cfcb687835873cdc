using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Computes what determines images, and their digests.</summary>
/// <remarks>
/// Each distinct file is read at most once in the slipway scheme, however many images include it. Nothing is written
/// but into the cache, which the caller flushes. Calls may not overlap.
/// </remarks>
public sealed class DigestCalculator
{
    private readonly ISourceTree _tree;
    private readonly SlipwayConfig _config;
    private readonly IDigestCache _cache;
    private readonly ContextBuilder _contexts;
    private readonly int _threads;

    /// <param name="tree">The source tree.</param>
    /// <param name="config">What <c>slipway.yml</c> says.</param>
    /// <param name="cache">Remembers hashes between runs; <see cref="NoDigestCache"/> to read everything.</param>
    /// <param name="threads">How many threads at most; by default as many as the runtime gives.</param>
    public DigestCalculator(ISourceTree tree, SlipwayConfig config, IDigestCache cache, int threads = -1)
    {
        _tree = tree;
        _config = config;
        _cache = cache;
        _contexts = config.ContextsOf(tree);
        _threads = threads;
    }

    /// <inheritdoc cref="Compute(IReadOnlyList{ImageDefinition}, ImageProblems, CancellationToken)"/>
    public IReadOnlyDictionary<ImageName, ImageInputs> Compute(
        IReadOnlyList<ImageDefinition> parentsFirst, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var problems = new ImageProblems();
        var inputs = Compute(parentsFirst, problems, cancellationToken);
        diagnostics.AddRange(problems.ToSorted());
        return inputs;
    }

    /// <summary>Computes the inputs of images.</summary>
    /// <param name="parentsFirst">The images, each after its parents, all of which are among them.</param>
    /// <param name="diagnostics">Gets every problem of every image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The sound images: those with a problem are left out, and those built on them.</returns>
    /// <exception cref="ArgumentException">A parent is not among the images, or comes after its child.</exception>
    public IReadOnlyDictionary<ImageName, ImageInputs> Compute(
        IReadOnlyList<ImageDefinition> parentsFirst, ImageProblems diagnostics, CancellationToken cancellationToken)
    {
        var generations = Generations(parentsFirst);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = _threads,
            CancellationToken = cancellationToken,
        };
        // Opening the memory takes as long as listing a small tree.
        var opening = Task.Run(() => _cache.Prepare([]), cancellationToken);
        var contexts = BuildContexts(parentsFirst, diagnostics, options);
        opening.GetAwaiter().GetResult();
        var files = new FileTable(contexts, _contexts.CountedFiles);
        HashFiles(files, contexts, diagnostics, options);
        RenderFiles(files, options);

        var contextHashes = _config.Dialect.DigestLines is null
            ? null
            : new ContextHashes(_tree, _cache).Compute(
                files, [.. contexts.OfType<BuildContext>()], diagnostics, options);

        var maker = new InputsMaker(_config, files);
        var results = new ConcurrentDictionary<ImageName, ImageInputs>();
        foreach (var generation in generations)
        {
            Parallel.ForEach(generation, options, i =>
            {
                Sha256Digest contextHash = default;
                if (contexts[i] is { } context
                    && contextHashes?.TryGetValue(context.Image, out contextHash) != false
                    && Parents(parentsFirst[i], results) is { } parents)
                {
                    var hash = contextHashes is null ? (Sha256Digest?)null : contextHash;
                    results[context.Image] = maker.Make(parentsFirst[i], context, parents, hash);
                }
            });
        }

        return results;
    }

    private static IEnumerable<IEnumerable<int>> Generations(IReadOnlyList<ImageDefinition> parentsFirst)
    {
        var generation = new Dictionary<ImageName, int>();
        for (int i = 0; i < parentsFirst.Count; i++)
        {
            int own = 0;
            foreach (var edge in parentsFirst[i].Parents)
            {
                own = generation.TryGetValue(edge.Parent, out int parent)
                    ? Math.Max(own, parent + 1)
                    : throw new ArgumentException(
                        $"{edge.Parent}, a parent of {parentsFirst[i].Name}, does not come before it.",
                        nameof(parentsFirst));
            }

            generation.Add(parentsFirst[i].Name, own);
        }

        return Enumerable.Range(0, parentsFirst.Count)
            .GroupBy(i => generation[parentsFirst[i].Name])
            .OrderBy(group => group.Key);
    }

    private BuildContext?[] BuildContexts(
        IReadOnlyList<ImageDefinition> images, ImageProblems diagnostics, ParallelOptions options)
    {
        var contexts = new BuildContext?[images.Count];
        Parallel.For(0, images.Count, options, i =>
        {
            var image = images[i];
            var own = diagnostics.Of(image.Name);
            contexts[i] = ArgumentsAreUnicode(image, own) ? _contexts.Build(image, own) : null;
        });

        if (RunTaskProblem.Of(images, _config) is { } problem)
        {
            for (int i = 0; i < contexts.Length; i++)
            {
                if (RunTaskProblem.Concerns(images[i]))
                {
                    diagnostics.Of(images[i].Name).Add(problem);
                    contexts[i] = null;
                }
            }
        }

        return contexts;
    }

    private static bool ArgumentsAreUnicode(ImageDefinition image, DiagnosticBag diagnostics)
    {
        var broken = image
            .Args.Where(a => !CanonicalJson.IsUnicode(a.Key) || !CanonicalJson.IsUnicode(a.Value))
            .ToList();
        foreach (var (name, _) in broken)
        {
            diagnostics.Add(new Diagnostic(
                ContextCodes.NotUnicode,
                $"the argument '{name}' of {image.Name} holds half of a surrogate pair, which is not Unicode text",
                "Write the character itself, or both halves of its escape.",
                image.Location));
        }

        return broken.Count == 0;
    }

    /// <summary>Hashes what is not known, and drops the contexts of which a file could not be read.</summary>
    private void HashFiles(
        FileTable files, BuildContext?[] contexts, ImageProblems diagnostics, ParallelOptions options)
    {
        var hasher = new FileHasher(_tree, _cache);
        var known = hasher.HashAll(files.Sources, options);
        foreach (var file in files.Files.OfType<ContextFile>().Where(file => file.LinkTarget is null))
        {
            files.Hashes[file.Number] = files.SourceOf(file) is { } source
                ? known[source]
                : Sha256Digest.Of(file.Content.Span);
        }

        for (int i = 0; i < contexts.Length && !hasher.Failures.IsEmpty; i++)
        {
            if (contexts[i] is { } context && Failures(context, files, hasher) is { Count: > 0 } failures)
            {
                diagnostics.Of(context.Image).AddRange(failures);
                contexts[i] = null;
            }
        }
    }

    private static List<Diagnostic> Failures(BuildContext context, FileTable files, FileHasher hasher) =>
    [
        .. context.Files
            .SelectMany(file => files.SourceOf(file) is { } source
                && hasher.Failures.TryGetValue(source, out var problems)
                    ? problems.Select(problem => problem with { Location = context.OriginOf(file) })
                    : []),
    ];

    private static void RenderFiles(FileTable files, ParallelOptions options) => Parallel.For(
        0,
        files.Files.Count,
        options,
        static () => new ArrayBufferWriter<byte>(),
        (number, _, output) =>
        {
            // What could not be read is in no context that is left.
            if (files.Files[number] is { } file && EntryOf(file, files.Hashes[number]) is { } entry)
            {
                files.Rendered[number] = InputsManifest.Render(entry, output);
            }

            return output;
        },
        static _ => { });

    private static ManifestFile? EntryOf(ContextFile file, Sha256Digest? hash)
    {
        const int PermissionBits = 0xFFF;
        return file.LinkTarget is { } target ? new ManifestFile(file.Path, "link", null, null, target)
            : hash is null ? null
            : new ManifestFile(file.Path, TextOf((int)file.Mode & PermissionBits), hash, file.Size, null);
    }

    private static string TextOf(int mode) => mode switch
    {
        0b110_100_100 => "644",
        0b111_101_101 => "755",
        _ => Convert.ToString(mode, toBase: 8),
    };

    /// <returns>Null when a parent has no digest because of an error.</returns>
    private static ImmutableArray<ImageInputs>? Parents(
        ImageDefinition image, ConcurrentDictionary<ImageName, ImageInputs> results)
    {
        var parents = ImmutableArray.CreateBuilder<ImageInputs>(image.Parents.Length);
        foreach (var edge in image.Parents)
        {
            if (!results.TryGetValue(edge.Parent, out var inputs))
            {
                return null;
            }

            parents.Add(inputs);
        }

        return parents.ToImmutable();
    }
}
