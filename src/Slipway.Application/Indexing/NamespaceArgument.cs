using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Indexing;

/// <summary>Reads namespaces that a person typed.</summary>
internal static class NamespaceArgument
{
    /// <summary>One that may end with a dot, as completion and <c>index list</c> write what goes on below.</summary>
    public static IndexNamespace ParsePlace(string text) =>
        Parse(text.EndsWith('.') && text.Length > 1 ? text[..^1] : text);

    public static IndexNamespace Parse(string text) =>
        IndexNamespace.TryParse(text, out var ns)
            ? ns
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidNamespace,
                $"'{text}' is not a namespace",
                "Use letters, digits and -_!~*'()% with dots between, at most 255 characters."));
}
