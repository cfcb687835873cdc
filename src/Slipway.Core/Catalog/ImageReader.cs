using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Reads each image's Dockerfile and registry files.</summary>
internal sealed class ImageReader(TreeFiles files, SlipwayConfig config, DiagnosticBag problems)
{
    private readonly RegistryFiles _registryFiles = new(files, config, problems);

    // Variants share a folder, so its Dockerfile is read once.
    private readonly Dictionary<RelativePath, ReadOnlyMemory<byte>?> _dockerfiles = [];

    public ImmutableArray<ImageDraft> Read(ImmutableArray<ImageSeed> seeds) => [.. seeds.Select(Read)];

    private ImageDraft Read(ImageSeed seed)
    {
        var draft = new ImageDraft(seed) { IsBroken = seed.Entry?.IsBroken ?? false };
        if (ContentOf(seed.Folder) is { } content)
        {
            var settings = new DockerfileSettings { Rules = config.Dialect.Dockerfiles, Platform = config.Platform };
            if (seed.Entry is { } entry)
            {
                settings = settings with { Args = entry.Args, Parent = entry.Parent?.Value };
            }

            var found = new DiagnosticBag();
            draft.Dockerfile = DockerfileReader.Read(content, draft.DockerfilePath, settings, found);

            // What an entry that is wrong already fails to give would be a second report of one fault.
            problems.AddRange(
                found.ToSorted().Where(problem => !(draft.IsBroken || draft.IsLeftOut) || !DependsOnEntry(problem)));
        }

        draft.IsBroken |= draft.Dockerfile is null;
        draft.IsBroken |= !_registryFiles.TryRead(seed, out var registry);
        draft.Registry = registry;
        return draft;
    }

    private static bool DependsOnEntry(Diagnostic problem) =>
        problem.Code == DockerfileCodes.ArgumentMissing || problem.Code == DockerfileCodes.ReferenceEmpty;

    private ReadOnlyMemory<byte>? ContentOf(RelativePath folder)
    {
        if (!_dockerfiles.TryGetValue(folder, out var content))
        {
            content = ReadContent(folder.Child(BuildContext.DockerfilePath));
            _dockerfiles.Add(folder, content);
        }

        return content;
    }

    private ReadOnlyMemory<byte>? ReadContent(RelativePath path)
    {
        var entry = files.Find(path);
        if (entry is { Kind: EntryKind.File or EntryKind.Link })
        {
            return files.Read(path, DockerfileReader.MaximumSize);
        }

        problems.Add(new Diagnostic(
            DockerfileCodes.Missing,
            entry is null
                ? $"The folder '{Display.Text(path.Parent.ToString())}' has no {BuildContext.DockerfilePath}"
                : $"'{Display.Text(path.Value)}' is not a file",
            "Create the Dockerfile, or name another folder with 'definition:'.",
            new SourceLocation(path.Value)));
        return null;
    }
}
