using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slipway.Architecture.Tests;

/// <summary>The projects compiled one after the other, and which folder uses which.</summary>
internal sealed class House
{
    // What the SDK imports into every file (ImplicitUsings of Microsoft.NET.Sdk).
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string[] GeneratorFiles =
    [
        "Microsoft.Interop.LibraryImportGenerator.dll",
        "System.Text.Json.SourceGeneration.dll",
        "System.Text.RegularExpressions.Generator.dll",
    ];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Parse);
    private static readonly Lazy<ImmutableArray<MetadataReference>> Platform = new(FindPlatform);
    private static readonly Lazy<ImmutableArray<ISourceGenerator>> Generators = new(FindGenerators);

    private static readonly Lazy<House> OfRepository = new(() => Of(ProjectSource.All, static _ => true));

    private readonly Dictionary<string, CSharpCompilation> _compilations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProjectSource> _projects;

    private House(IEnumerable<ProjectSource> projects) =>
        _projects = projects.ToDictionary(project => project.Name, StringComparer.Ordinal);

    /// <summary>All projects of the repository; compiled once, for whatever test looks at them.</summary>
    public static House Whole => OfRepository.Value;

    /// <summary>The uses between two folders: each with one example.</summary>
    public SortedDictionary<(string From, string To), string> Uses { get; } = [];

    /// <summary>What the compiler does not take: with it, uses would be missing.</summary>
    public List<string> Errors { get; } = [];

    /// <param name="projects">The projects; all that one refers to are among them.</param>
    /// <param name="wanted">Says whose uses are looked for; the others are only compiled.</param>
    public static House Of(ImmutableArray<ProjectSource> projects, Func<ProjectSource, bool> wanted)
    {
        var house = new House(projects);
        foreach (var project in projects.Where(wanted))
        {
            house.Read(house.Compile(project.Name));
        }

        return house;
    }

    /// <summary>The folder of a file, below <c>src</c>; the project's own for a file at its top.</summary>
    public static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    /// <summary>The project that a folder is in.</summary>
    public static string ProjectOf(string folder) => folder.Split('/')[0];

    /// <summary>A project, compiled with what it refers to.</summary>
    public CSharpCompilation Compile(string name)
    {
        if (_compilations.TryGetValue(name, out var known))
        {
            return known;
        }

        var project = _projects[name];
        var options = new CSharpCompilationOptions(
            project.Files.Any(file => file.Path == $"{name}/Program.cs")
                ? OutputKind.ConsoleApplication
                : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: true);
        var bare = CSharpCompilation.Create(
            name,
            [
                CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing),
                .. project.Files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Parsing, file.Path)),
            ],
            [
                .. Platform.Value,
                .. BelowOf(project).Order(StringComparer.Ordinal).Select(below => Compile(below).ToMetadataReference()),
            ],
            options);
        CSharpGeneratorDriver.Create(Generators.Value, parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(bare, out var whole, out _, TestContext.Current.CancellationToken);
        return _compilations[name] = (CSharpCompilation)whole;
    }

    /// <summary>The projects that a project refers to, and those behind them.</summary>
    private HashSet<string> BelowOf(ProjectSource project)
    {
        var below = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(project.References);
        while (open.TryPop(out string? next))
        {
            if (below.Add(next))
            {
                foreach (string further in _projects[next].References)
                {
                    open.Push(further);
                }
            }
        }

        return below;
    }

    private void Read(CSharpCompilation compilation)
    {
        Errors.AddRange(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString()));
        foreach (
            var tree in compilation.SyntaxTrees.Where(tree =>
                tree.FilePath.StartsWith("Slipway.", StringComparison.Ordinal)))
        {
            string from = FolderOf(tree.FilePath);
            foreach (var (node, type) in TypesIn(tree, compilation.GetSemanticModel(tree)))
            {
                string? path = type.Locations.FirstOrDefault(location => location.IsInSource)?.SourceTree?.FilePath;
                if (
                    path is not null
                    && path.StartsWith("Slipway.", StringComparison.Ordinal)
                    && FolderOf(path) is var to
                    && to != from)
                {
                    Uses.TryAdd((from, to), $"{tree.GetLineSpan(node.Span)} uses {type.Name}");
                }
            }
        }
    }

    /// <summary>
    /// Every type that the code of a file uses, whether it is named, reached through a member or inferred.
    /// </summary>
    private static IEnumerable<(SyntaxNode Node, INamedTypeSymbol Type)> TypesIn(SyntaxTree tree, SemanticModel model)
    {
        foreach (var node in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes())
        {
            if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax)
                || node.Ancestors().Any(ancestor => ancestor is UsingDirectiveSyntax { Alias: null }))
            {
                continue;
            }

            var info = model.GetSymbolInfo(node, TestContext.Current.CancellationToken);
            if (OutermostTypeOf(info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } type)
            {
                yield return (node, type);
            }
        }
    }

    private static INamedTypeSymbol? OutermostTypeOf(ISymbol? symbol)
    {
        var type = symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            IArrayTypeSymbol array => array.ElementType as INamedTypeSymbol,
            INamedTypeSymbol named => named,
            _ => symbol?.ContainingType,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    /// <summary>What this process runs on and with, without the projects themselves.</summary>
    private static ImmutableArray<MetadataReference> FindPlatform() =>
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where !Path.GetFileName(path).StartsWith("slipway", StringComparison.OrdinalIgnoreCase)
           select MetadataReference.CreateFromFile(path),
    ];

    /// <summary>The source generators of the SDK, for regular expressions, JSON and calls of the C library.</summary>
    private static ImmutableArray<ISourceGenerator> FindGenerators()
    {
        // …/shared/Microsoft.NETCore.App/<version>/ of the installation whose packs/ has them.
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.Join(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        string pack = Directory
            .EnumerateDirectories(packs, $"{Environment.Version.Major}.*")
            .Order(StringComparer.Ordinal)
            .Last();
        return
        [
            .. from name in GeneratorFiles
            from type in TypesOf(
                System.Reflection.Assembly.LoadFrom(Path.Join(pack, "analyzers", "dotnet", "cs", name)))
            where type.IsDefined(typeof(GeneratorAttribute), inherit: false)
            select ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator(),
        ];
    }

    /// <summary>
    /// The types of an assembly that can be loaded: its code fixes need an editor, which is not here.
    /// </summary>
    private static IEnumerable<Type> TypesOf(System.Reflection.Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (System.Reflection.ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
