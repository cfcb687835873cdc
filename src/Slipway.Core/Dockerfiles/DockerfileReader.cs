using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Dockerfiles;

/// <summary>Reads a Dockerfile: carries out its directives and finds the images it names.</summary>
public static class DockerfileReader
{
    /// <summary>The most bytes that are read; a longer file is an error.</summary>
    public const int MaximumSize = ExpansionBudget.Maximum;

    /// <param name="content">The bytes on disk.</param>
    /// <param name="file">The path below the root, for messages.</param>
    /// <param name="settings">What else decides what it says.</param>
    /// <param name="problems">Gets every problem, with the line on disk.</param>
    /// <returns>Null when there was an error.</returns>
    public static ExpandedDockerfile? Read(
        ReadOnlyMemory<byte> content, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        if (Decode(content.Span, file, problems) is not { } text)
        {
            return null;
        }

        return DirectiveExpander.Expand(text, file, settings, problems) is { } expanded
            ? FindReferences(text, expanded, file, settings, problems)
            : null;
    }

    /// <summary>Reads a Dockerfile whose directives have been carried out already, as a build context has it.</summary>
    /// <remarks>What still looks like a directive is a comment.</remarks>
    /// <inheritdoc cref="Read"/>
    public static ExpandedDockerfile? ReadExpanded(
        ReadOnlyMemory<byte> content, string file, DockerfileSettings settings, DiagnosticBag problems) =>
        Decode(content.Span, file, problems) is { } text
            ? FindReferences(text, ExpandedText.Of(text), file, settings, problems)
            : null;

    private static ExpandedDockerfile? FindReferences(
        string text, ExpandedText expanded, string file, DockerfileSettings settings, DiagnosticBag problems)
    {
        // Problems of this Dockerfile alone: the bag of the caller may hold those of others.
        var found = new DiagnosticBag();
        var origins = new SourceLocator(text, file, expanded.Source, settings.Rules);
        var names = ReferenceCollector.Collect(expanded, origins, file, settings, found);
        problems.AddRange(found.ToSorted());
        return found.HasErrors ? null : new ExpandedDockerfile(expanded, names);
    }

    /// <summary>What a Dockerfile says once its directives are carried out, whatever images it names.</summary>
    /// <returns>UTF-8 bytes; null when a directive cannot be carried out.</returns>
    /// <inheritdoc cref="Read"/>
    public static ReadOnlyMemory<byte>? Expand(
        ReadOnlyMemory<byte> content, string file, DockerfileSettings settings, DiagnosticBag problems) =>
        Decode(content.Span, file, problems) is { } text
        && DirectiveExpander.Expand(text, file, settings, problems) is { } expanded
            ? Utf8Text.Encode(expanded.Text)
            : null;

    private static string? Decode(ReadOnlySpan<byte> content, string file, DiagnosticBag problems)
    {
        if (content.Length > MaximumSize)
        {
            problems.Add(new Diagnostic(
                DockerfileCodes.TooLarge,
                $"The Dockerfile is longer than {MaximumSize / 1024 / 1024} MiB",
                "Move content out of the Dockerfile into files that it copies.",
                new SourceLocation(file)));
            return null;
        }

        if (!Utf8Text.TryDecode(content, out string text, out int badLine))
        {
            problems.Add(new Diagnostic(
                DockerfileCodes.NotUtf8,
                "The Dockerfile is not UTF-8 text",
                "Save it as UTF-8.",
                new SourceLocation(file, badLine)));
            return null;
        }

        if (string.IsNullOrWhiteSpace(text.TrimStart('\ufeff')))
        {
            problems.Add(new Diagnostic(
                DockerfileCodes.Empty,
                "The Dockerfile is empty",
                "Write at least 'FROM' and the image that it builds on.",
                new SourceLocation(file)));
            return null;
        }

        return text;
    }
}
