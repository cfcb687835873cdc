using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Reads each image's Dockerfile and registry files. What is wrong with one is its own problem.</summary>
internal sealed class ImageReader(TreeFiles files, SlipwayConfig config)
{
    private readonly RegistryFiles _registryFiles = new(files, config);

    // Variants share a folder, so its Dockerfile is read once.
    private readonly ConcurrentDictionary<RelativePath, Lazy<(ReadOnlyMemory<byte>? Content, DiagnosticBag Problems)>>
        _dockerfiles = new();

    public ImmutableArray<ImageDraft> Read(ImmutableArray<ImageSeed> seeds)
    {
        var drafts = new ImageDraft[seeds.Length];
        Parallel.For(0, seeds.Length, i => drafts[i] = Read(seeds[i]));
        return ImmutableCollectionsMarshal.AsImmutableArray(drafts);
    }

    /// <summary>What an image's files say of where it is published; what is wrong with them is told by
    /// <see cref="Read(ImmutableArray{ImageSeed})"/>.</summary>
    public RegistryIdentity? RegistryOf(ImageSeed seed) =>
        seed.Entry?.Package is null && _registryFiles.TryRead(seed, new DiagnosticBag(), out var registry)
            ? registry
            : null;

    private ImageDraft Read(ImageSeed seed)
    {
        var draft = new ImageDraft(seed) { IsBroken = seed.Entry?.IsBroken ?? false };
        if (seed.Entry?.Package is not null)
        {
            draft.Dockerfile = ExpandedDockerfile.None;
            return draft;
        }

        if (seed.Entry?.Dockerfile is { } named
            && seed.Dockerfile.Value != BuildContext.DockerfilePath
            && !config.Dialect.NamesDockerfiles)
        {
            draft.IsBroken = true;
            draft.Problems.Add(new Diagnostic(
                CatalogCodes.DockerfileNotNamed,
                $"{seed.Name} is built from '{Display.Text(seed.Dockerfile.Value)}', and {config.Dialect.Name} only "
                + $"knows the file {BuildContext.DockerfilePath}",
                "Give the image a folder of its own for its Dockerfile, and include what it needs of this one.",
                named.Location));
        }

        if (ContentOf(draft) is { } content)
        {
            var settings = new DockerfileSettings
            {
                Rules = config.DockerfileRules,
                Platform = seed.Entry?.Platform ?? config.Platform,
                BuildPlatform = config.Platform,
            };
            if (seed.Entry is { } entry)
            {
                settings = settings with { Args = entry.Args, Parent = entry.Parent?.Value };
            }

            var found = new DiagnosticBag();
            draft.Dockerfile = DockerfileReader.Read(content, draft.DockerfilePath.Value, settings, found);

            // What an entry that is wrong already fails to give would be a second report of one fault.
            draft.Problems.AddRange(
                found.ToSorted().Where(problem => !(draft.IsBroken || draft.IsLeftOut) || !DependsOnEntry(problem)));
        }

        draft.IsBroken |= draft.Dockerfile is null;
        draft.IsBroken |= !_registryFiles.TryRead(seed, draft.Problems, out var registry);
        draft.Registry = registry;
        return draft;
    }

    private static bool DependsOnEntry(Diagnostic problem) =>
        problem.Code == DockerfileCodes.ArgumentMissing || problem.Code == DockerfileCodes.ReferenceEmpty;

    private ReadOnlyMemory<byte>? ContentOf(ImageDraft draft)
    {
        var read = _dockerfiles.GetOrAdd(draft.DockerfilePath, static (file, reader) => new(() =>
        {
            var problems = new DiagnosticBag();
            return (reader.ReadContent(file, problems), problems);
        }), this).Value;

        // Which file it is to be is not known when 'dockerfile:' is wrong.
        draft.Problems.AddRange(
            read.Problems.ToSorted().Where(problem => !draft.IsBroken || problem.Code != DockerfileCodes.Missing));
        return read.Content;
    }

    private ReadOnlyMemory<byte>? ReadContent(RelativePath path, DiagnosticBag problems)
    {
        var own = files.ReportingTo(problems);
        var entry = own.Find(path);
        if (entry is { Kind: EntryKind.File or EntryKind.Link })
        {
            return own.Read(path, DockerfileReader.MaximumSize);
        }

        if (!problems.HasErrors)
        {
            problems.Add(new Diagnostic(
                DockerfileCodes.Missing,
                entry is null
                    ? $"The folder '{Display.Text(path.Parent.ToString())}' has no {Display.Text(path.Name)}"
                    : $"'{Display.Text(path.Value)}' is not a file",
                "Create the Dockerfile, or name another folder with 'definition:' or another file with 'dockerfile:'.",
                new SourceLocation(path.Value)));
        }

        return null;
    }
}
