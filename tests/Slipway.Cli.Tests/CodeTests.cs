using System.Reflection;
using System.Text.RegularExpressions;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests;

/// <summary>Codes of all assemblies against <c>docs/errors</c>.</summary>
public sealed partial class CodeTests
{
    // CONTRIBUTING.md: the area of a code is its first two digits.
    private static readonly Dictionary<string, int> Areas = new(StringComparer.Ordinal)
    {
        ["CliCodes"] = 10,
        ["RequestCodes"] = 10,
        ["ConfigurationCodes"] = 10,
        ["CatalogCodes"] = 11,
        ["EdgeCodes"] = 11,
        ["DockerfileCodes"] = 11,
        ["ContextCodes"] = 12,
        ["TreeCodes"] = 12,
        ["IncludeCodes"] = 12,
        ["DockerignoreCodes"] = 12,
        ["ArchiveCodes"] = 14,
        ["AllowlistCodes"] = 18,
        ["ManifestCodes"] = 19,
        ["GraphCodes"] = 19,
        ["IndexCodes"] = 13,
        ["RetentionCodes"] = 13,
        ["SharingCodes"] = 17,
        ["StoreCodes"] = 14,
        ["ScratchCodes"] = 14,
        ["LibraryCodes"] = 14,
        ["EngineCodes"] = 15,
        ["SecretCodes"] = 15,
        ["BuildCodes"] = 16,
        ["RegistryCodes"] = 17,
        ["PushCodes"] = 17,
        ["PinCodes"] = 17,
        ["ResolveCodes"] = 17,
        ["FileCodes"] = 17,
        ["CheckCodes"] = 18,
        ["CiCodes"] = 19,
        ["ExplainCodes"] = 19,
        ["GitCodes"] = 19,
        ["TaskclusterCodes"] = 20,
        ["TrustCodes"] = 22,
        ["TaskCodes"] = 21,
        ["TaskBuildCodes"] = 21,
        ["TaskgraphCodes"] = 11,
        ["GeckoCodes"] = 11,
        ["SurveyCodes"] = 10,
    };

    private static readonly Assembly[] Assemblies = [.. Reachable(typeof(CliCodes).Assembly)];

    private static readonly (string Class, DiagnosticCode Code)[] Codes =
    [
        .. Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(DiagnosticCode))
            .Select(field => (field.DeclaringType!.Name, (DiagnosticCode)field.GetValue(null)!)),
    ];

    [Fact]
    public void Every_project_is_looked_into() => Assert.Equal(
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal),
        // The assembly of the command line is called as the command is.
        Assemblies.Select(assembly => assembly == typeof(CliCodes).Assembly ? "Slipway.Cli" : assembly.GetName().Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_class_of_codes_has_an_area_and_every_area_has_codes() => Assert.Equal(
        Codes.Select(pair => pair.Class).Distinct().Order(StringComparer.Ordinal),
        Areas.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void No_number_is_used_twice() =>
        Assert.Equal(Codes.Length, Codes.Select(pair => pair.Code.Number).Distinct().Count());

    [Fact]
    public void Every_number_lies_in_the_range_of_its_area() =>
        Assert.All(Codes, pair => Assert.Equal(Areas[pair.Class], pair.Code.Number / 100));

    [Fact]
    public void Every_code_has_a_section_under_its_title_and_every_section_has_a_code()
    {
        var sections = Directory.EnumerateFiles(Repository.PathOf("docs", "errors"), "*.md")
            .SelectMany(page => Heading().Matches(File.ReadAllText(page)))
            .Select(heading => heading.Groups["text"].Value)
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            Codes.Select(pair => $"{pair.Code}: {pair.Code.Title}").Order(StringComparer.Ordinal), sections);
    }

    [Fact]
    public void Every_section_is_on_the_page_of_its_area() =>
        Assert.All(
            Directory.EnumerateFiles(Repository.PathOf("docs", "errors"), "*.md"),
            page =>
                Assert.All(
                    Heading().Matches(File.ReadAllText(page)),
                    heading =>
                        Assert.StartsWith(
                            $"SLIP{Path.GetFileName(page)[..2]}",
                            heading.Groups["text"].Value,
                            StringComparison.Ordinal)));

    /// <summary>An assembly of ours, and those of ours that it refers to, and those that they do.</summary>
    private static HashSet<Assembly> Reachable(Assembly root)
    {
        var found = new HashSet<Assembly> { root };
        var next = new Queue<Assembly>(found);
        while (next.TryDequeue(out var assembly))
        {
            foreach (
                var name in assembly
                    .GetReferencedAssemblies()
                    .Where(name => name.Name!.StartsWith("Slipway.", StringComparison.Ordinal)))
            {
                var referred = Assembly.Load(name);
                if (found.Add(referred))
                {
                    next.Enqueue(referred);
                }
            }
        }

        return found;
    }

    [GeneratedRegex("^## (?<text>SLIP.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();
}
