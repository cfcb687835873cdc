using System.Text;
using Microsoft.CodeAnalysis;

namespace Slipway.Architecture.Tests;

/// <summary>What a project shows to others, as text: one line a type, and one, indented, a member.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat TypeFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameOnly,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeOptionalBrackets
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Of(INamespaceSymbol root)
    {
        var text = new StringBuilder();
        foreach (
            var type in TypesIn(root)
                .Where(IsShown)
                .OrderBy(type => type.ToDisplayString(TypeFormat), StringComparer.Ordinal))
        {
            text.Append(
                    type.IsStatic ? "static "
                    : type.IsAbstract && type.TypeKind == TypeKind.Class ? "abstract "
                    : string.Empty)
                .Append(type.ToDisplayString(TypeFormat))
                .Append('\n');
            foreach (
                string member in type.GetMembers()
                    .Where(member => member is not INamedTypeSymbol && !member.IsImplicitlyDeclared && IsShown(member))
                    .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null })
                    .Select(member => member.ToDisplayString(MemberFormat))
                    .Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol parent) =>
        parent.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol below => TypesIn(below),
            INamedTypeSymbol type => TypesIn(type).Prepend(type),
            _ => [],
        });

    private static bool IsShown(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Protected
                or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsShown(symbol.ContainingType))
        && symbol.Locations.Any(location =>
            location.SourceTree?.FilePath.StartsWith("Slipway.", StringComparison.Ordinal) == true);
}
