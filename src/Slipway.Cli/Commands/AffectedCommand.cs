using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Contexts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Explaining;
using Slipway.Core.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway affected</c></summary>
internal sealed class AffectedCommand : SlipwayCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files or folders of the tree, which may be gone",
        Arity = ArgumentArity.OneOrMore,
    };

    public AffectedCommand()
        : base("affected", "List the images that files of the tree count for, and through what") => Arguments.Add(_files);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway affected lib/greeting/VERSION", "who would be rebuilt if it changed"),
        new("slipway affected --json $(git diff --name-only main)", "for scripts"),
    ];

    protected override Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        RelativePath[] paths =
            [.. (invocation.Arguments.GetValue(_files) ?? []).Select(file => Locate(invocation, file)).Distinct()];
        var finder = new FileUseFinder(invocation.Catalog, Contexts(invocation, cancellationToken), paths);
        var uses = paths
            .Select(path => new FileUses(path, invocation.Tree.Find(path) is not null, finder.Find(path)))
            .ToList();
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<FileUseDocument>>(
                invocation.Terminal.Output, [.. uses.Select(AffectedRenderer.ToDocument)]);
        }
        else
        {
            AffectedRenderer.Write(uses, invocation.Terminal.OutputConsole);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static Dictionary<ImageName, BuildContext> Contexts(
        Invocation invocation, CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        var builder = invocation.Catalog.Config.ContextsOf(invocation.Tree);
        var contexts = new Dictionary<ImageName, BuildContext>();
        foreach (var image in invocation.Catalog.ParentsFirst)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (builder.Build(image, problems) is { } context)
            {
                contexts.Add(image.Name, context);
            }
        }

        problems.ThrowIfErrors();
        return contexts;
    }

    /// <summary>The path below the root. People name files from the current folder, git and CI from the root.</summary>
    private static RelativePath Locate(Invocation invocation, string file)
    {
        var candidates = new List<RelativePath>();
        foreach (string text in new[] { Path.GetRelativePath(invocation.Tree.RootPath, Path.GetFullPath(file)), file })
        {
            if (RelativePath.TryParse(text, out var path))
            {
                candidates.Add(path.Value);
            }
        }

        return candidates.Count == 0
            ? throw new SlipwayException(new Diagnostic(
                ExplainCodes.NotInTree,
                $"'{Display.Text(file)}' lies outside the tree {invocation.Tree.RootPath}",
                "Name files of the tree, from the current folder or from its root."))
            : candidates
                .OrderByDescending(path => invocation.Tree.Find(path) is not null)
                .ThenByDescending(path => invocation.Tree.Find(path.Parent) is not null)
                .First();
    }
}
