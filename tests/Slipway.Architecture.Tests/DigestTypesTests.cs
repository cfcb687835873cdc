using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Slipway.Architecture.Tests;

/// <summary>A digest of one meaning cannot be taken for one of another: such code does not compile.</summary>
public class DigestTypesTests
{
    private const string Types = "Slipway.Model.Values";

    [Fact]
    public void Digests_of_different_meanings_are_neither_assigned_nor_compared()
    {
        var compilation = House.Whole.Compile("Slipway.Model");
        var meaning = compilation.GetTypeByMetadataName($"{Types}.IDigest`1")!;
        string[] names =
        [
            .. compilation
                .GlobalNamespace.GetMembers("Slipway")
                .Single()
                .GetMembers("Model")
                .OfType<INamespaceSymbol>()
                .Single()
                .GetNamespaceMembers()
                .Single(space => space.ToDisplayString() == Types)
                .GetTypeMembers()
                .Where(type =>
                    type.AllInterfaces.Any(port =>
                        SymbolEqualityComparer.Default.Equals(port.OriginalDefinition, meaning)))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(["DiffId", "ImageHash", "InputsDigest", "RepoDigest"], names);
        string[] all = [.. names, "Sha256Digest"];
        foreach (string one in all)
        {
            foreach (string other in all)
            {
                string[] wanted = one == other ? [] : ["CS0029", "CS0019"];
                Assert.Equal(wanted, Errors(compilation, one, other));
            }
        }
    }

    private static string[] Errors(CSharpCompilation compilation, string one, string other)
    {
        var text = new StringBuilder($"namespace {Types};\ninternal static class Probe\n{{\n")
            .Append($"    public static {one} Assign({other} value) => value;\n")
            .Append($"    public static bool Compare({one} left, {other} right) => left == right;\n}}\n");
        var probe = CSharpSyntaxTree.ParseText(
            text.ToString(),
            (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            "Probe.cs",
            cancellationToken: TestContext.Current.CancellationToken);
        return
        [
            .. compilation.AddSyntaxTrees(probe).GetSemanticModel(probe)
                .GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.Id),
        ];
    }
}
