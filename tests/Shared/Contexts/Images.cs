using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Images;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using Slipway.Tree;

namespace Slipway.Tests.Contexts;

/// <summary>Images of test trees: folder <c>img</c>, unless said otherwise.</summary>
internal static class ContextCase
{
    public const string Folder = "img";

    public static SlipwayConfig Config(Scheme scheme = Scheme.Slipway) =>
        new() { Prefix = "test", Dialect = scheme.Dialect() };

    /// <summary>
    /// Reads an image's Dockerfile from disk and carries out its directives, but looks for no <c>FROM</c>.
    /// </summary>
    public static ImageDefinition Read(
        ISourceTree tree,
        Scheme scheme = Scheme.Slipway,
        string folder = Folder,
        string? name = null,
        IReadOnlyDictionary<string, string>? args = null,
        string[]? parents = null,
        DiagnosticBag? problems = null)
    {
        var path = RelativePath.Parse(folder);
        var arguments = (args ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal);
        using var reader = new StreamReader(tree.OpenRead(path.Child("Dockerfile")), new UTF8Encoding(false));
        var found = problems ?? new DiagnosticBag();
        var expanded = DirectiveExpander.Expand(
            reader.ReadToEnd(),
            $"{folder}/Dockerfile",
            new DockerfileSettings { Rules = scheme.Dialect().Dockerfiles, Args = arguments },
            found);
        if (problems is null)
        {
            found.ThrowIfErrors();
        }

        return new ImageDefinition
        {
            Name = ImageName.Parse(name ?? path.Name),
            Folder = path,
            Kind = ImageKind.Task,
            Args = arguments,
            Parents = [.. (parents ?? []).Select(parent => new ImageEdge(ImageName.Parse(parent), []))],
            Dockerfile = new ExpandedDockerfile(
                Encoding.UTF8.GetBytes(expanded?.Text ?? string.Empty), expanded?.Includes ?? [], []),
            Location = new SourceLocation($"{folder}/Dockerfile"),
        };
    }

    /// <summary>The context of <c>img</c>; null with an error.</summary>
    public static BuildContext? Context(
        TempTree files,
        out ImmutableArray<Diagnostic> diagnostics,
        Scheme scheme = Scheme.Slipway,
        SlipwayConfig? config = null)
    {
        var tree = files.Open();
        var problems = new DiagnosticBag();
        config ??= Config(scheme);
        var image = Read(tree, scheme);
        var context = config.ContextsOf(tree).Build(image, problems);
        if (RunTaskProblem.Of([image], config) is { } unset)
        {
            problems.Add(unset);
        }

        diagnostics = problems.ToSorted();
        return problems.HasErrors ? null : context;
    }

    /// <summary>The paths of the context of <c>img</c>, which must be sound.</summary>
    public static string[] Paths(TempTree files, Scheme scheme = Scheme.Slipway)
    {
        var context = Context(files, out var diagnostics, scheme);
        Assert.Empty(diagnostics);
        return [.. context!.Files.Select(file => file.Path)];
    }

    /// <summary>The only error of <c>img</c>.</summary>
    public static Diagnostic Error(TempTree files, Scheme scheme = Scheme.Slipway)
    {
        Assert.Null(Context(files, out var diagnostics, scheme));
        return Assert.Single(diagnostics);
    }

    /// <summary>The inputs of <c>img</c>, which must be sound.</summary>
    public static ImageInputs Inputs(
        TempTree files,
        Scheme scheme = Scheme.Slipway,
        IReadOnlyDictionary<string, string>? args = null,
        string? root = null,
        int threads = -1)
    {
        var tree = new LocalSourceTree(root ?? files.Root);
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(tree, Config(scheme), NoDigestCache.Instance, threads)
            .Compute([Read(tree, scheme, args: args)], problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        return inputs[ImageName.Parse(Folder)];
    }

    /// <summary>The archive of <c>img</c>.</summary>
    public static async Task<byte[]> Archive(TempTree files, Scheme scheme = Scheme.Slipway)
    {
        var output = new MemoryStream();
        await new ContextArchive(files.Open())
            .WriteAsync(Inputs(files, scheme), output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
